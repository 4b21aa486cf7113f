import type { Clock } from '../clock';
import type { By } from '../ledger/by';
import { addDays, type IsoDate } from '../lending/dates';
import { Decimal } from '../lending/decimal';
import type { Centimos } from '../lending/money';
import { drawDown } from '../lines/draw-down';
import type { MovementInput } from '../lines/post-movement';
import { repayLine } from '../lines/repay-line';
import { findLine, fundsOf, type CreditLine } from '../lines/store';
import { exchangeRateOn } from '../parameters/read-rates';
import type { LoanScript } from './lending-story';
import type { Line } from './lines';
import { accepted, type Stage } from './stage';

const FIRST_DRAWDOWN_DAY = 40;
const QUARTER_DAYS = 91;
/** Late in the quarter, when most of its loans are made. */
const DAYS_TO_GIVE_BACK = 80;
const SHARE_TO_GIVE_BACK = 0.8;
/** Money moves between investor and lender in round sums. */
const ROUND_SUM: Centimos = 10_000_00;
/** Drawn beyond the loans that are planned, so that the lender is never without. */
const RESERVE: Centimos = 25_000_00;

/**
 * Each quarter the lender draws what its loans of the quarter will take; every second quarter it gives back most of what
 * farmers have repaid and no loan needs.
 */
export function planLine(stage: Stage, line: Line, loans: readonly LoanScript[]): void {
  const { agenda, firstDay, lastDay } = stage;
  for (let day = FIRST_DRAWDOWN_DAY, quarter = 0; addDays(firstDay, day) <= lastDay; day += QUARTER_DAYS, quarter++) {
    const from = addDays(firstDay, day);
    // The next drawdown may be a day late, since offices are closed on Sundays.
    const soles = (after: IsoDate): Centimos => solesLent(loans, after, addDays(from, QUARTER_DAYS + 1));
    agenda.add(from, 8 * 60, (clock) => draw(stage, line, soles(addDays(from, -1)), clock));
    if (quarter % 2 === 0) continue;
    const late = addDays(from, DAYS_TO_GIVE_BACK);
    agenda.add(late, 11 * 60, (clock) => giveBack(stage, line, soles(addDays(late, -1)), clock));
  }
}

async function draw(stage: Stage, line: Line, soles: Centimos, clock: Clock): Promise<void> {
  const { drawn, needed } = await needOf(stage, line, soles, clock);
  const amount = Math.ceil((needed - fundsOf(drawn).availableToLend) / ROUND_SUM) * ROUND_SUM;
  if (amount > 0)
    accepted(await drawDown(stage.trx, byManager(stage, line, clock), movement(stage, drawn, amount, clock)));
}

/** What comes back to a line that does not revolve is not lent again, so that no loan needs it. */
async function giveBack(stage: Stage, line: Line, soles: Centimos, clock: Clock): Promise<void> {
  const { drawn, needed } = await needOf(stage, line, soles, clock);
  const recovered = drawn.recovered - drawn.repaid;
  const free = drawn.revolving ? fundsOf(drawn).availableToLend - needed : recovered;
  const amount = Math.floor(Math.min(free, recovered * SHARE_TO_GIVE_BACK) / ROUND_SUM) * ROUND_SUM;
  if (amount > 0)
    accepted(await repayLine(stage.trx, byManager(stage, line, clock), movement(stage, drawn, amount, clock)));
}

/** The line as it stands, and what it must have at hand for so many soles of loans, in its own currency. */
async function needOf(
  stage: Stage,
  { id, lender: { institutionId } }: Line,
  soles: Centimos,
  clock: Clock,
): Promise<{ readonly drawn: CreditLine; readonly needed: Centimos }> {
  const drawn = await findLine(stage.trx, institutionId, id);
  const rate = await exchangeRateOn(stage.trx, institutionId, clock.today());
  if (!drawn || !rate) throw new Error('the demo lends from a line and in soles at a known rate');
  return { drawn, needed: new Decimal(soles).dividedBy(rate).ceil().toNumber() + RESERVE };
}

function solesLent(loans: readonly LoanScript[], after: IsoDate, upTo: IsoDate): Centimos {
  const lent = loans.filter(({ ask }) => ask.disburseOn > after && ask.disburseOn <= upTo);
  return lent.reduce((sum, { ask }) => sum + ask.amount, 0);
}

function byManager(stage: Stage, { lender }: Line, clock: Clock): By {
  return stage.as(lender.having('manager')[0], clock);
}

function movement(stage: Stage, { institutionId, id }: CreditLine, amount: Centimos, clock: Clock): MovementInput {
  return { commandId: stage.commandId(), institutionId, lineId: id, amount, valueDate: clock.today() };
}
