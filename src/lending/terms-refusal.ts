import { isDate, type IsoDate } from './dates';
import { LARGEST_AMOUNT, type Centimos } from './money';
import { refuse, type Refusal, type RefusalReason } from './refusal';
import { afterSteps } from './due-dates';
import type { Grace, InstalmentPlan, Periodic, Step, Terms } from './terms';

/** What is wrong with terms before anything is reckoned; undefined where nothing is. */
export function termsRefusal(terms: Terms): Refusal | undefined {
  return (
    disbursementRefusal(terms) ??
    rateRefusal(terms) ??
    instalmentRefusal(terms) ??
    graceRefusal(terms.grace, terms.instalments) ??
    chargesRefusal(terms)
  );
}

export const MOST_INSTALMENTS = 600;
/** In percent a year. */
const LARGEST_RATE = 10_000;
const FIRST_DATE = '1900-01-01';
const LAST_DATE = '2200-12-31';

function disbursementRefusal({ disbursements }: Terms): Refusal | undefined {
  if (disbursements.length === 0) return refuse('no_disbursement', 'disbursements');
  if (disbursements.length > MOST_INSTALMENTS) return refuse('too_many_disbursements', 'disbursements');
  for (const [index, { date, amount }] of disbursements.entries()) {
    const path = `disbursements.${index}`;
    const fault = amountRefusal(amount, `${path}.amount`) ?? dateRefusal(date, `${path}.date`);
    if (fault) return fault;
    if (date < (disbursements[index - 1]?.date ?? date)) return refuse('dates_out_of_order', `${path}.date`);
  }
  const total = disbursements.reduce((sum, { amount }) => sum + amount, 0);
  return total > LARGEST_AMOUNT ? refuse('amount_too_large', 'disbursements') : undefined;
}

function rateRefusal({ rate: { percent } }: Terms): Refusal | undefined {
  if (percent.isNegative() && !percent.isZero()) return refuse('rate_must_not_be_negative', 'rate.percent');
  return percent.lessThanOrEqualTo(LARGEST_RATE) ? undefined : refuse('rate_too_large', 'rate.percent');
}

function instalmentRefusal(terms: Terms): Refusal | undefined {
  const plan = terms.instalments;
  const start = terms.disbursements[0]?.date ?? '';
  const lastDisbursed = terms.disbursements.at(-1)?.date ?? '';
  if (plan.plan === 'weighted' || plan.plan === 'free') return rowsRefusal(terms, plan, start, lastDisbursed);
  const fault = periodicRefusal(plan, start);
  if (fault) return fault;
  const lastDue = plan.firstDue
    ? afterSteps(plan.firstDue, plan.every, plan.count - 1, plan.monthEnd)
    : afterSteps(start, plan.every, plan.count, plan.monthEnd);
  if (lastDue > LAST_DATE) return refuse('date_out_of_range', 'instalments.count');
  return lastDisbursed >= lastDue ? lateDisbursement(terms) : undefined;
}

function periodicRefusal(plan: Periodic, start: IsoDate): Refusal | undefined {
  if (!Number.isInteger(plan.count) || plan.count < 1) return refuse('no_instalment', 'instalments.count');
  if (plan.count > MOST_INSTALMENTS) return refuse('too_many_instalments', 'instalments.count');
  const step = stepLength(plan.every);
  if (!Number.isInteger(step) || step < 1) return refuse('step_must_be_positive', 'instalments.every');
  if (step > LONGEST_STEP) return refuse('date_out_of_range', 'instalments.every');
  if (plan.firstDue === undefined) return undefined;
  const fault = dateRefusal(plan.firstDue, 'instalments.firstDue');
  return fault ?? (plan.firstDue <= start ? refuse('dates_out_of_order', 'instalments.firstDue') : undefined);
}

/** Of months, weeks or days: so far in the future no date is wanted. */
const LONGEST_STEP = 3660;

function stepLength(every: Step): number {
  if ('months' in every) return every.months;
  return 'weeks' in every ? every.weeks : every.days;
}

type RowsPlan = Extract<InstalmentPlan, { plan: 'weighted' | 'free' }>;

function rowsRefusal(terms: Terms, plan: RowsPlan, start: IsoDate, lastDisbursed: IsoDate): Refusal | undefined {
  if (plan.rows.length === 0) return refuse('no_instalment', 'instalments.rows');
  if (plan.rows.length > MOST_INSTALMENTS) return refuse('too_many_instalments', 'instalments.rows');
  if (plan.plan === 'free' && terms.interestMethod === 'flat')
    return refuse('flat_interest_needs_a_solved_plan', 'interestMethod');
  for (const [index, { due }] of plan.rows.entries()) {
    const path = `instalments.rows.${index}`;
    const fault = dateRefusal(due, `${path}.due`);
    if (fault) return fault;
    if (due <= (plan.rows[index - 1]?.due ?? start)) return refuse('dates_out_of_order', `${path}.due`);
  }
  const fault = plan.plan === 'weighted' ? weightRefusal(plan) : freeAmountRefusal(plan);
  if (fault) return fault;
  return lastDisbursed >= (plan.rows.at(-1)?.due ?? '') ? lateDisbursement(terms) : undefined;
}

function weightRefusal(plan: Extract<RowsPlan, { plan: 'weighted' }>): Refusal | undefined {
  const faulty = plan.rows.findIndex(({ weight }) => !weight.isPositive() || weight.isZero());
  return faulty < 0 ? undefined : refuse('weight_must_be_positive', `instalments.rows.${faulty}.weight`);
}

function freeAmountRefusal(plan: Extract<RowsPlan, { plan: 'free' }>): Refusal | undefined {
  const last = plan.rows.length - 1;
  for (const [index, { amount }] of plan.rows.entries()) {
    const path = `instalments.rows.${index}.amount`;
    if (index === last) return amount === undefined ? undefined : refuse('last_instalment_takes_the_rest', path);
    if (amount === undefined) return refuse('instalment_amount_missing', path);
    const fault = amountRefusal(amount, path);
    if (fault) return fault;
  }
  return undefined;
}

function lateDisbursement(terms: Terms): Refusal {
  return refuse('dates_out_of_order', `disbursements.${terms.disbursements.length - 1}.date`);
}

function graceRefusal({ principal, interest }: Grace, plan: InstalmentPlan): Refusal | undefined {
  const rows = plan.plan === 'bullet' ? 1 : 'count' in plan ? plan.count : plan.rows.length;
  for (const [part, instalments] of [
    ['principal', principal],
    ['interest', interest],
  ] as const) {
    const path = `grace.${part}`;
    if (!Number.isInteger(instalments) || instalments < 0 || instalments >= rows)
      return refuse('grace_leaves_no_instalment', path);
    if (instalments > 0 && plan.plan === 'free') return refuse('grace_needs_a_solved_plan', path);
  }
  return undefined;
}

function chargesRefusal({ fees = [], insurance, rounding, disbursements }: Terms): Refusal | undefined {
  for (const [index, { amount }] of fees.entries()) {
    const fault = amountRefusal(amount, `fees.${index}.amount`);
    if (fault) return fault;
  }
  const upFront = fees.reduce((sum, { at, amount }) => (at === 'disbursement' ? sum + amount : sum), 0);
  if (upFront >= (disbursements[0]?.amount ?? 0)) return refuse('fees_exceed_disbursement', 'fees');
  const premium = insurance?.percentOfBalancePer30Days;
  if (premium?.isNegative() && !premium.isZero()) return refuse('rate_must_not_be_negative', INSURANCE_PATH);
  if (premium?.greaterThan(LARGEST_PREMIUM)) return refuse('rate_too_large', INSURANCE_PATH);
  return amountRefusal(rounding.instalmentMultiple, 'rounding.instalmentMultiple');
}

const INSURANCE_PATH = 'insurance.percentOfBalancePer30Days';
/** In percent of the balance per 30 days. */
const LARGEST_PREMIUM = 100;

function amountRefusal(amount: Centimos, path: string): Refusal | undefined {
  if (!Number.isSafeInteger(amount)) return refuse('amount_too_large', path);
  if (amount <= 0) return refuse('amount_must_be_positive', path);
  return amount > LARGEST_AMOUNT ? refuse('amount_too_large', path) : undefined;
}

function dateRefusal(date: IsoDate, path: string): Refusal | undefined {
  const reason: RefusalReason | undefined = !isDate(date)
    ? 'date_does_not_exist'
    : date < FIRST_DATE || date > LAST_DATE
      ? 'date_out_of_range'
      : undefined;
  return reason && refuse(reason, path);
}
