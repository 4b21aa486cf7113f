import { amortise, type Payment } from './amortisation';
import { carriedUnit } from './carried-unit';
import type { IsoDate } from './dates';
import { Decimal, ONE, ZERO } from './decimal';
import { roundToMultiple, type Centimos } from './money';
import { periodsOf, type Period } from './periods';
import { paymentPlan, type PaymentPlan } from './plans';
import type { InstalmentPlan, Terms } from './terms';

/** A plan that takes over from an earlier one on a day between two due dates of its terms, or on one of them. */
export interface Takeover {
  readonly date: IsoDate;
  /** How many due dates of the terms lie behind it. */
  readonly skipped: number;
  readonly principal: Centimos;
  /** Interest that the running period has earned so far and nobody has paid. */
  readonly accrued: Centimos;
  /** Interest of earlier periods that waits without bearing interest. */
  readonly waiting: Centimos;
  /** Comes on top of the first instalment; where it is negative it was paid ahead, and comes off the first ones. */
  readonly brought: Brought;
  /** What each instalment paid before, where the term shall become shorter instead of the instalments smaller. */
  readonly keep?: readonly Payment[];
}

export interface Brought {
  readonly interest: Centimos;
  readonly insurance: Centimos;
  readonly fees: Centimos;
}

export const NOTHING_BROUGHT: Brought = { interest: 0, insurance: 0, fees: 0 };

export interface RestOfPlan {
  readonly periods: readonly Period[];
  readonly plan: PaymentPlan;
}

/**
 * What is left of a plan from a takeover on. The due dates stay those of the terms, and the first period runs from the
 * takeover to the next of them. Interest earned before it falls due with the first instalments; under a TEA it goes on
 * compounding where the terms capitalise, so that a takeover that changes nothing leaves the instalments as they were.
 */
export function restOfPlan(terms: Terms, takeover: Takeover): RestOfPlan {
  const periods = periodsFrom(terms, takeover);
  const rest = restOfTerms(terms, takeover.skipped);
  const solution = solved(rest, periods, takeover);
  const plan = takeover.keep ? { ...solution, payments: takeover.keep } : solution;
  const first = periods[0];
  if (!first || takeover.accrued + takeover.waiting === 0) return { periods, plan };
  const fixedInterest = [...(plan.rules.fixedInterest ?? [])];
  fixedInterest[0] =
    takeover.accrued + takeover.waiting + (fixedInterest[0] ?? interestOn(first, bearing(rest, takeover), rest));
  return { periods, plan: { ...plan, rules: { ...plan.rules, fixedInterest } } };
}

/** The principal that bears interest from the takeover on. */
export function bearing(terms: Terms, { principal, accrued }: Takeover): Centimos {
  const compounds = terms.rate.kind === 'effective' && terms.unpaidInterest === 'capitalise';
  return compounds ? principal + accrued : principal;
}

/** Interest of one period on a principal owed from its first day. */
export function interestOn(period: Period, opening: Centimos, terms: Terms): Centimos {
  const [row] = amortise([{ ...period, opening }], [{ pays: 'rest' }], rulesOf({ ...terms, grace: NO_GRACE }));
  return row?.interest ?? 0;
}

/** A period of the terms that ends or begins on a day of its own, with what is paid out in it. */
export function partOfPeriod(terms: Terms, from: IsoDate, due: IsoDate, opening: Centimos): Period {
  const drawn = terms.disbursements.filter(({ date }) => date > from && date < due);
  const disbursements = [{ date: from, amount: opening }, ...drawn];
  const [period] = periodsOf({ ...terms, disbursements, instalments: { plan: 'free', rows: [{ due }] } });
  if (!period) throw new Error(`no period from ${from} to ${due}`);
  return period;
}

/** The instalments of the terms after the first ones, as a plan of their own. */
export function restOfTerms(terms: Terms, skipped: number): Terms {
  const grace = {
    principal: Math.max(0, terms.grace.principal - skipped),
    interest: Math.max(0, terms.grace.interest - skipped),
  };
  return { ...terms, grace, instalments: restOfInstalments(terms.instalments, skipped) };
}

const NO_GRACE = { principal: 0, interest: 0 };

function restOfInstalments(plan: InstalmentPlan, skipped: number): InstalmentPlan {
  if (plan.plan === 'weighted') return { plan: 'weighted', rows: plan.rows.slice(skipped) };
  if (plan.plan === 'free') return { plan: 'free', rows: plan.rows.slice(skipped) };
  return plan.plan === 'bullet' ? plan : { ...plan, count: plan.count - skipped };
}

function periodsFrom(terms: Terms, { date, skipped, principal }: Takeover): Period[] {
  const [first, ...later] = periodsOf(terms).slice(skipped);
  if (!first) return [];
  const opening =
    first.from === date ? { ...first, opening: principal } : partOfPeriod(terms, date, first.due, principal);
  return [opening, ...later];
}

function solved(rest: Terms, periods: readonly Period[], takeover: Takeover): PaymentPlan {
  const brought = takeover.accrued + takeover.waiting;
  const inGrace = rest.grace.principal + rest.grace.interest > 0;
  if (brought === 0 || inGrace || !isSolved(rest)) return paymentPlan(rest, periods);
  if (rest.unpaidInterest === 'carry')
    return { payments: carriedPayments(rest, periods, takeover), rules: rulesOf(rest) };
  const [first, ...later] = periods;
  return paymentPlan(rest, first ? [bringing(first, rest, takeover), ...later] : []);
}

/** The first period as the solver of level and weighted instalments sees it: brought interest joins what it repays. */
function bringing(first: Period, rest: Terms, takeover: Takeover): Period {
  const opening = bearing(rest, takeover);
  const waiting = takeover.principal + takeover.accrued + takeover.waiting - opening;
  return waiting === 0
    ? { ...first, opening }
    : { ...first, opening, drawn: [...first.drawn, withoutInterest(waiting)] };
}

function withoutInterest(amount: Centimos): Period['drawn'][number] {
  return { amount, factor: ZERO, insurance: ZERO };
}

/** Level and weighted instalments cover interest and principal together; other plans set the principal alone. */
function isSolved({ instalments: { plan }, interestMethod }: Terms): boolean {
  return interestMethod === 'declining' && (plan === 'level' || plan === 'weighted');
}

function carriedPayments(rest: Terms, periods: readonly Period[], takeover: Takeover): Payment[] {
  const plan = rest.instalments;
  const weights = periods.map((_, index) => (plan.plan === 'weighted' ? (plan.rows[index]?.weight ?? ONE) : ONE));
  const debt = { balance: takeover.principal, periods, weights };
  const unit = carriedUnit(debt, takeover.accrued + takeover.waiting).exact();
  const { instalmentMultiple, mode } = rest.rounding;
  return weights.map((weight, index): Payment => {
    if (index === periods.length - 1) return { pays: 'rest' };
    return { pays: 'amount', amount: roundToMultiple(new Decimal(weight).times(unit), instalmentMultiple, mode) };
  });
}

function rulesOf({ grace, unpaidInterest, rounding: { mode } }: Terms): PaymentPlan['rules'] {
  return { grace, unpaidInterest, mode };
}
