import { expireApplications } from '../applications/expire-applications';
import { addDays } from '../lending/dates';
import { workday } from './agenda';
import { apply, move, type Move } from './application-story';
import { askOf } from './asks';
import { register, type FarmerScript } from './farmers';
import type { Offer } from './offer';
import { randomOf } from './random';
import { bySystem, type Lender, type Stage } from './stage';

/** How far an application has got that is still open, or ended without a loan: days ago of the visit and each step. */
interface PendingScript {
  readonly appliedDaysAgo: number;
  readonly moves: readonly (readonly [daysAgo: number, move: Move])[];
}

/** One of every state and more of the busy ones, so that everybody's day has something to do. */
const PENDING: readonly PendingScript[] = [
  { appliedDaysAgo: 2, moves: [] },
  { appliedDaysAgo: 7, moves: [[5, 'submit']] },
  {
    appliedDaysAgo: 12,
    moves: [
      [10, 'submit'],
      [6, 'evaluate'],
      [3, 'send'],
    ],
  },
  {
    appliedDaysAgo: 17,
    moves: [
      [15, 'submit'],
      [11, 'evaluate'],
      [8, 'send'],
      [4, 'approve'],
    ],
  },
  {
    appliedDaysAgo: 10,
    moves: [
      [8, 'submit'],
      [4, 'evaluate'],
    ],
  },
  {
    appliedDaysAgo: 13,
    moves: [
      [11, 'submit'],
      [7, 'evaluate'],
      [4, 'return'],
    ],
  },
  {
    appliedDaysAgo: 24,
    moves: [
      [21, 'submit'],
      [17, 'evaluate'],
      [12, 'send'],
      [9, 'deny'],
    ],
  },
  {
    appliedDaysAgo: 19,
    moves: [
      [17, 'submit'],
      [13, 'evaluate'],
      [10, 'withdraw'],
    ],
  },
  { appliedDaysAgo: 120, moves: [[117, 'submit']] },
];

/** Out of all pending applications of the demo; with the shares of the lenders it makes 25. */
const PENDING_COUNT = 25;
const REGISTERED_DAYS_BEFORE = 4;
const DISBURSED_DAYS_AFTER = 27;

export function pendingCount(lender: Lender): number {
  return Math.round((PENDING_COUNT * lender.script.sharePercent) / 100);
}

/** What is on the desks of a lender today: an application for each of these farmers. */
export function planPending(stage: Stage, lender: Lender, offer: Offer, farmers: readonly FarmerScript[]): void {
  farmers.forEach((farmer, index) => {
    const script = PENDING[index % PENDING.length];
    if (script) planApplication(stage, offer, farmer, script);
  });
  stage.agenda.add(addDays(stage.lastDay, -1), 17 * 60, async (clock) => {
    const { auditKey } = stage.as(lender.having('manager')[0], clock);
    await expireApplications(stage.trx, bySystem({ clock, auditKey }, lender.institutionId));
  });
}

function planApplication(stage: Stage, offer: Offer, farmer: FarmerScript, script: PendingScript): void {
  const random = randomOf('pending', farmer.lender.code, farmer.number);
  const at = (daysAgo: number, step: Parameters<typeof stage.agenda.add>[2]): void =>
    stage.agenda.add(addDays(stage.lastDay, 1 - daysAgo), random.between(8 * 60, 17 * 60), step);
  const disburseOn = workday(addDays(stage.lastDay, DISBURSED_DAYS_AFTER - script.appliedDaysAgo));

  at(script.appliedDaysAgo + REGISTERED_DAYS_BEFORE, async (visit) => {
    const known = await register(stage, farmer, visit);
    at(script.appliedDaysAgo, async (clock) => {
      const applied = await apply(stage, known, offer, askOf(farmer, disburseOn, random), clock);
      for (const [daysAgo, kind] of script.moves) at(daysAgo, (day) => move(stage, applied, kind, day));
    });
  });
}
