import type { Clock } from '../clock';
import { addDays } from '../lending/dates';
import { Decimal } from '../lending/decimal';
import type { Centimos } from '../lending/money';
import { drawDown } from '../lines/draw-down';
import { repayLine } from '../lines/repay-line';
import { findLine, fundsOf } from '../lines/store';
import { exchangeRateOn } from '../parameters/read-rates';
import type { LoanScript } from './lending-story';
import type { Line } from './lines';
import { accepted, type Stage } from './stage';

const FIRST_DRAWDOWN_DAY = 40;
const QUARTER_DAYS = 91;
/** Late in the quarter, when most of its loans are made. */
const DAYS_TO_GIVE_BACK = 80;
/** Money moves between investor and lender in round sums. */
const ROUND_SUM: Centimos = 10_000_00;
/** Drawn beyond the loans that are planned, so that the lender is never without. */
const RESERVE: Centimos = 25_000_00;

/**
 * Each quarter the lender draws what its loans of the quarter will take; every second quarter it gives back most of what
 * farmers have repaid.
 */
export function planLine(stage: Stage, line: Line, loans: readonly LoanScript[]): void {
  const { agenda, firstDay, lastDay } = stage;
  const manager = line.lender.having('manager')[0];
  const movement = (amount: Centimos, clock: Clock) => ({
    commandId: stage.commandId(),
    institutionId: line.lender.institutionId,
    lineId: line.id,
    amount,
    valueDate: clock.today(),
  });
  for (let day = FIRST_DRAWDOWN_DAY, quarter = 0; addDays(firstDay, day) <= lastDay; day += QUARTER_DAYS, quarter++) {
    const from = addDays(firstDay, day);
    const to = addDays(from, QUARTER_DAYS);
    const soles = loans
      .filter(({ ask }) => ask.disburseOn > from && ask.disburseOn <= addDays(to, 1))
      .reduce((sum, { ask }) => sum + ask.amount, 0);
    agenda.add(from, 8 * 60, async (clock) => {
      const amount = await toDraw(stage, line, soles, clock);
      if (amount > 0) accepted(await drawDown(stage.trx, stage.as(manager, clock), movement(amount, clock)));
    });
    if (quarter % 2 === 0) continue;
    agenda.add(addDays(from, DAYS_TO_GIVE_BACK), 11 * 60, async (clock) => {
      const amount = await toGiveBack(stage, line);
      if (amount > 0) accepted(await repayLine(stage.trx, stage.as(manager, clock), movement(amount, clock)));
    });
  }
}

async function toDraw(stage: Stage, line: Line, soles: Centimos, clock: Clock): Promise<Centimos> {
  const { institutionId } = line.lender;
  const drawn = await findLine(stage.trx, institutionId, line.id);
  const rate = await exchangeRateOn(stage.trx, institutionId, clock.today());
  if (!drawn || !rate) throw new Error('the demo lends from a line and in soles at a known rate');
  const missing = new Decimal(soles).dividedBy(rate).plus(RESERVE).minus(fundsOf(drawn).availableToLend);
  return Math.max(0, missing.dividedBy(ROUND_SUM).ceil().times(ROUND_SUM).toNumber());
}

async function toGiveBack(stage: Stage, line: Line): Promise<Centimos> {
  const { recovered = 0, repaid = 0 } = (await findLine(stage.trx, line.lender.institutionId, line.id)) ?? {};
  return Math.floor(((recovered - repaid) * 0.8) / ROUND_SUM) * ROUND_SUM;
}
