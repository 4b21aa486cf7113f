import type { IsoDate } from './dates';
import { lastDueDate } from './due-dates';
import { amountRefusal, dateRefusal, LAST_DATE } from './field-refusals';
import { refuse, type Refusal } from './refusal';
import type { FreeRow, InstalmentPlan, Periodic, Step, Terms, WeightedRow } from './terms';

const MOST_INSTALMENTS = 600;
/** In months, weeks or days. */
const LONGEST_STEP = 3660;

/** What is wrong with the plan of a contract; undefined where nothing is. */
export function instalmentsRefusal(terms: Terms): Refusal | undefined {
  const { instalments: plan, disbursements } = terms;
  const start = disbursements[0]?.date ?? '';
  const fault = 'rows' in plan ? rowsRefusal(plan, start) : periodicRefusal(plan, start);
  if (fault) return fault;
  if (plan.plan === 'free' && terms.interestMethod === 'flat') {
    return refuse('flat_interest_needs_a_solved_plan', 'interestMethod');
  }
  const lastDue = lastDueDate(plan, start);
  if (lastDue > LAST_DATE) return refuse('date_out_of_range', 'instalments.count');
  const last = disbursements.length - 1;
  const tooLate = (disbursements[last]?.date ?? '') >= lastDue;
  return tooLate ? refuse('dates_out_of_order', `disbursements.${last}.date`) : undefined;
}

/** Grace counts instalments, and must leave one that pays. */
export function graceRefusal({ grace, instalments: plan }: Terms): Refusal | undefined {
  const count = plan.plan === 'bullet' ? 1 : 'rows' in plan ? plan.rows.length : plan.count;
  for (const part of ['principal', 'interest'] as const) {
    const path = `grace.${part}`;
    const some = grace[part];
    if (!Number.isInteger(some) || some < 0 || some >= count) return refuse('grace_leaves_no_instalment', path);
    if (some > 0 && plan.plan === 'free') return refuse('grace_needs_a_solved_plan', path);
  }
  return undefined;
}

function periodicRefusal({ count, every, firstDue }: Periodic, start: IsoDate): Refusal | undefined {
  if (!Number.isInteger(count) || count < 1) return refuse('no_instalment', 'instalments.count');
  if (count > MOST_INSTALMENTS) return refuse('too_many_instalments', 'instalments.count');
  const step = lengthOf(every);
  if (!Number.isInteger(step) || step < 1) return refuse('step_must_be_positive', 'instalments.every');
  if (step > LONGEST_STEP) return refuse('date_out_of_range', 'instalments.every');
  if (firstDue === undefined) return undefined;
  const path = 'instalments.firstDue';
  return dateRefusal(firstDue, path) ?? (firstDue <= start ? refuse('dates_out_of_order', path) : undefined);
}

function lengthOf(every: Step): number {
  if ('months' in every) return every.months;
  return 'weeks' in every ? every.weeks : every.days;
}

type RowsPlan = Extract<InstalmentPlan, { readonly rows: unknown }>;

function rowsRefusal(plan: RowsPlan, start: IsoDate): Refusal | undefined {
  if (plan.rows.length === 0) return refuse('no_instalment', 'instalments.rows');
  if (plan.rows.length > MOST_INSTALMENTS) return refuse('too_many_instalments', 'instalments.rows');
  for (const [index, { due }] of plan.rows.entries()) {
    const path = `instalments.rows.${index}.due`;
    const fault = dateRefusal(due, path);
    if (fault) return fault;
    if (due <= (plan.rows[index - 1]?.due ?? start)) return refuse('dates_out_of_order', path);
  }
  return plan.plan === 'weighted' ? weightRefusal(plan.rows) : freeAmountRefusal(plan.rows);
}

function weightRefusal(rows: readonly WeightedRow[]): Refusal | undefined {
  const faulty = rows.findIndex(({ weight }) => !weight.isFinite() || weight.lessThanOrEqualTo(0));
  return faulty < 0 ? undefined : refuse('weight_must_be_positive', `instalments.rows.${faulty}.weight`);
}

function freeAmountRefusal(rows: readonly FreeRow[]): Refusal | undefined {
  for (const [index, { amount }] of rows.entries()) {
    const path = `instalments.rows.${index}.amount`;
    const isLast = index === rows.length - 1;
    if (isLast) return amount === undefined ? undefined : refuse('last_instalment_takes_the_rest', path);
    if (amount === undefined) return refuse('instalment_amount_missing', path);
    const fault = amountRefusal(amount, path);
    if (fault) return fault;
  }
  return undefined;
}
