import { chargesOf } from './charges';
import { daysBetween, type IsoDate } from './dates';
import { Decimal } from './decimal';
import { roundCentimos, type Centimos } from './money';
import type { PlanInForce } from './plan-in-force';
import { bearing, interestOn, partOfPeriod } from './takeover';

/** What a plan has earned up to a day that lies between two of its due dates, whatever has been paid. */
export interface Earned {
  /** The instalment whose period is running, counted in the plan from 0. */
  readonly running: number;
  /** Principal that the plan has outstanding on the day. */
  readonly principal: Centimos;
  /** Interest of the running period up to the day. */
  readonly accrued: Centimos;
  /** Interest of earlier periods that the plan lets wait. */
  readonly waiting: Centimos;
  readonly insurance: Centimos;
}

/**
 * Interest and insurance to the day, by the contract's own day count; undefined after the last due date. 5,003.39 owed
 * from 31 May at TEA 24.5 % has earned, on 30 June, 5,003.39 × (1.245^(30/360) − 1) = 92.22.
 */
export function earnedOn(plan: PlanInForce, date: IsoDate): Earned | undefined {
  const running = plan.periods.findIndex((period) => period.due > date);
  const period = plan.periods[running];
  const row = plan.walk[running];
  if (!period || !row) return undefined;

  const brought = running === 0 ? plan.takeover : undefined;
  const waiting = plan.walk[running - 1]?.waiting ?? brought?.waiting ?? 0;
  const drawn = plan.terms.disbursements.filter((one) => one.date > period.from && one.date <= date);
  const principal = row.opening + drawn.reduce((sum, { amount }) => sum + amount, 0);
  const accruedBefore = brought?.accrued ?? 0;
  if (date <= period.from) return { running, principal, accrued: accruedBefore, waiting, insurance: 0 };

  const toDate = partOfPeriod(plan.terms, period.from, date, row.opening);
  const interest =
    plan.terms.interestMethod === 'flat'
      ? flatToDate(plan, running, date, accruedBefore + (brought?.waiting ?? 0))
      : interestOn(toDate, brought ? bearing(plan.terms, brought) : row.opening, plan.terms);
  const { insurance } = chargesOf(plan.terms, toDate, row.opening);
  return { running, principal, accrued: accruedBefore + interest, waiting, insurance };
}

/** Flat interest of an instalment is earned evenly over its days. */
function flatToDate(plan: PlanInForce, running: number, date: IsoDate, brought: Centimos): Centimos {
  const period = plan.periods[running];
  if (!period) return 0;
  const whole = (plan.plan.rules.fixedInterest?.[running] ?? 0) - brought;
  const share = new Decimal(daysBetween(period.from, date)).dividedBy(daysBetween(period.from, period.due));
  return roundCentimos(share.times(whole), plan.terms.rounding.mode);
}
