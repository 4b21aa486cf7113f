import type { Clock } from '../clock';
import { addDays, type IsoDate } from '../lending/dates';
import { disburseLoan } from '../loans/disburse-loan';
import { workday } from './agenda';
import { apply, move, type Applied, type Move } from './application-story';
import { askOf, type Ask } from './asks';
import { register, type FarmerScript } from './farmers';
import type { Line } from './lines';
import type { Offer, Offered } from './offer';
import { randomOf, type Random } from './random';
import { planVisit, type Habit } from './repayment-story';
import { accepted, type Stage } from './stage';

/** A loan that is going to be made. */
export interface LoanScript {
  readonly farmer: FarmerScript;
  readonly ask: Ask;
  readonly line: Line;
  readonly habit: Habit;
}

const FIRST_LOAN_DAYS_AGO = 730;
const LAST_LOAN_DAYS_AGO = 6;

/** One loan for each of these farmers, spread over two years; the line is one that lends where the farmer lives. */
export function loanScripts(stage: Stage, farmers: readonly FarmerScript[], lines: readonly Line[]): LoanScript[] {
  return farmers.map((farmer, index) => {
    const random = randomOf('loan', farmer.lender.code, index);
    const daysAgo =
      LAST_LOAN_DAYS_AGO + Math.floor(((index + 0.5) * (FIRST_LOAN_DAYS_AGO - LAST_LOAN_DAYS_AGO)) / farmers.length);
    const ask = askOf(farmer, workday(addDays(stage.lastDay, -daysAgo)), random);
    return { farmer, ask, line: lineFor(farmer, lines, random), habit: habitOf(ask, index, stage.lastDay, random) };
  });
}

/** The way of a loan from the first visit to the counter, by days before the disbursement. */
const WAY: readonly (readonly [daysBefore: number, move: Move])[] = [
  [18, 'submit'],
  [14, 'evaluate'],
  [5, 'send'],
  [3, 'approve'],
];

const WAY_WITH_REMARKS: typeof WAY = [
  [18, 'submit'],
  [14, 'evaluate'],
  [12, 'return'],
  [9, 'submit'],
  [7, 'evaluate'],
  [5, 'send'],
  [3, 'approve'],
];

const APPLY_DAYS_BEFORE = 20;
const RETURNED_PERCENT = 8;

/** From the farmer's first visit over the application to the disbursement; the payments follow from it. */
export function planLoan(stage: Stage, offer: Offer, script: LoanScript): void {
  const { farmer, ask } = script;
  const random = randomOf('way', farmer.lender.code, farmer.number);
  const { disburseOn } = ask;
  const at = (daysBefore: number, step: Parameters<typeof stage.agenda.add>[2]): void =>
    stage.agenda.add(addDays(disburseOn, -daysBefore), random.between(8 * 60, 17 * 60), step);

  const way = random.chance(RETURNED_PERCENT) ? WAY_WITH_REMARKS : WAY;
  at(random.between(24, 32), async (visit) => {
    const known = await register(stage, farmer, visit);
    at(APPLY_DAYS_BEFORE, async (clock) => {
      const applied = await apply(stage, known, offer, ask, clock);
      for (const [daysBefore, kind] of way) at(daysBefore, (day) => move(stage, applied, kind, day));
      at(0, (day) => disburse(stage, script, applied, day));
    });
  });
}

async function disburse(stage: Stage, script: LoanScript, applied: Applied, clock: Clock): Promise<void> {
  const { farmer, line, habit } = script;
  const { lender } = farmer;
  const disbursed = await disburseLoan(stage.trx, stage.as(lender.having('cashier')[0], clock), {
    commandId: stage.commandId(),
    applicationId: applied.applicationId,
    lineId: line.id,
    disbursedOn: clock.today(),
    channel: 'bank',
  });
  const { loanId } = accepted(disbursed);
  const random = randomOf('payments', lender.code, farmer.number);
  await planVisit(stage, { lender, loanId, habit, random, visits: 0, owesRest: false }, clock.today());
}

function lineFor(farmer: FarmerScript, lines: readonly Line[], random: Random): Line {
  const eligible = lines.filter(({ script }) => script.regions.includes(farmer.district.departmentCode));
  const [first, second] = eligible;
  if (!first) throw new Error(`no line lends in department ${farmer.district.departmentCode}`);
  return second && !random.chance(first.script.sharePercent) ? second : first;
}

/** Out of a hundred, how many pay so; the rest is punctual. */
const HABITS: readonly (readonly [percent: number, kind: Habit['kind']])[] = [
  [9, 'late'],
  [6, 'in-parts'],
  [4, 'ahead'],
  [4, 'ends-early'],
];

/**
 * Out of a hundred loans of a kind, how many stop being paid, and how long ago at most: loans with many due dates fall
 * late by days and weeks, those that wait for a harvest by months.
 */
const STOPPING: Readonly<Record<Offered, { readonly percent: number; readonly daysAgoMax: number }>> = {
  harvest: { percent: 17, daysAgoMax: 330 },
  planting: { percent: 10, daysAgoMax: 330 },
  campaign: { percent: 27, daysAgoMax: 160 },
  equipment: { percent: 30, daysAgoMax: 150 },
};

function habitOf({ kind, disburseOn }: Ask, index: number, lastDay: IsoDate, random: Random): Habit {
  if (index % 70 === 30 && kind !== 'campaign') return { kind: 'paid-twice' };
  if (index % 90 === 60) return { kind: 'overpays' };
  const { percent, daysAgoMax } = STOPPING[kind];
  const stopsOn = addDays(lastDay, -random.between(3, daysAgoMax));
  const habit = habitKind(random);
  return random.chance(percent) && stopsOn > disburseOn ? { kind: habit, stopsOn } : { kind: habit };
}

function habitKind(random: Random): Habit['kind'] {
  let left = random.between(1, 100);
  for (const [percent, kind] of HABITS) {
    if ((left -= percent) <= 0) return kind;
  }
  return 'punctual';
}
