import { addMonths, dayNumber, daysBetween, type IsoDate } from './dates';
import { thirtyDayMonths, yearParts } from './day-count';
import { ZERO, type Decimal } from './decimal';
import { dueDates } from './due-dates';
import { sumOfEstimates, type Estimate } from './estimate';
import { factorTable, type FactorTable } from './factors';
import type { Centimos } from './money';
import type { Disbursement, InstalmentPlan, Rate, Terms } from './terms';

/** The time between two due dates, with what a céntimo bears in it and what is paid out in it. */
export interface Period {
  readonly from: IsoDate;
  readonly due: IsoDate;
  /** Interest of a céntimo that is owed from the first day on. */
  readonly factor: Estimate;
  /** Insurance of a céntimo that is owed from the first day on; absent where there is none. */
  readonly insurance?: Estimate;
  /** Paid out on the first day, so that it bears the whole period. */
  readonly opening: Centimos;
  /** Paid out on a later day of the period. */
  readonly drawn: readonly Drawn[];
}

export interface Drawn {
  readonly amount: Centimos;
  readonly factor: Decimal;
  readonly insurance: Decimal;
}

/** A disbursement on a due date belongs to the period that begins there. */
export function periodsOf(terms: Terms): Period[] {
  const start = terms.disbursements[0]?.date ?? '';
  const dues = dueDates(terms.instalments, start);
  const interest = interestRule(terms);
  const premium = premiumRule(terms);
  const several = terms.disbursements.length > 1;
  let from = start;
  let day = dayNumber(start);
  return dues.map((due, index) => {
    const dueDay = dayNumber(due);
    const span = spanOf(terms.instalments, index, from, due, dueDay - day);
    day = dueDay;
    const paidOut = index === 0 || several ? disbursedWithin(terms, from, due) : NONE;
    const factor = interest.whole(span);
    const insurance = premium?.whole(span);
    from = due;
    return {
      from: span.from,
      due,
      factor,
      ...(insurance && { insurance }),
      opening: amountOn(paidOut, span.from),
      drawn: paidOut
        .filter(({ date }) => date > span.from)
        .map(({ date, amount }) => ({
          amount,
          factor: interest.part(span, factor, date),
          insurance: insurance && premium ? premium.part(span, insurance, date) : ZERO,
        })),
    };
  });
}

const NONE: readonly Disbursement[] = [];

function disbursedWithin({ disbursements }: Terms, from: IsoDate, due: IsoDate): readonly Disbursement[] {
  return disbursements.filter(({ date }) => date >= from && date < due);
}

interface Span {
  readonly from: IsoDate;
  readonly due: IsoDate;
  readonly days: number;
  /** The days with every month counted as 30. */
  readonly days30: number;
}

/** A step of one month counts 30 days whatever its dates; steps of weeks and days count as they are. */
function spanOf(plan: InstalmentPlan, index: number, from: IsoDate, due: IsoDate, days: number): Span {
  const step = 'every' in plan && plan.plan !== 'bullet' ? plan.every : undefined;
  if (step && !('months' in step)) return { from, due, days, days30: days };
  const wholeStep = step && (index > 0 || !('firstDue' in plan));
  return { from, due, days, days30: wholeStep ? 30 * step.months : thirtyDayMonths(from, due) };
}

/** What a céntimo bears over a whole period, and from a day inside it. */
interface AccrualRule {
  whole(span: Span): Estimate;
  part(span: Span, whole: Estimate, from: IsoDate): Decimal;
}

function interestRule(terms: Terms): AccrualRule {
  const table = factorTable(terms.rate.percent);
  if (terms.rate.kind === 'nominal') return nominalRule(terms.rate, table);
  return terms.unpaidInterest === 'carry' ? monthlyRule(table) : compoundRule(table);
}

/** Interest of a part of a period is that of the whole period by its days. */
function nominalRule(rate: Rate & { kind: 'nominal' }, table: FactorTable): AccrualRule {
  return {
    whole: (span) => {
      if (rate.dayCount === '30/360') return table.simple(span.days30, 360);
      const parts = yearParts(rate.dayCount, span.from, span.due).map(({ days, basis }) => table.simple(days, basis));
      return sumOfEstimates(parts);
    },
    part: byDays,
  };
}

/** (1 + TEA)^(days/360) − 1: interest that is not paid bears interest from day to day. */
function compoundRule(table: FactorTable): AccrualRule {
  return {
    whole: (span) => table.compound(span.days),
    part: (span, _whole, from) => table.compound(daysBetween(from, span.due)).exact(),
  };
}

/**
 * Where unpaid interest is carried it must not bear interest within a long period either: it is reckoned in steps of
 * a month from the last due date, the last one shorter, each on the principal alone.
 */
function monthlyRule(table: FactorTable): AccrualRule {
  const monthly = (span: Span, from: IsoDate) =>
    sumOfEstimates(monthlySteps(span, from).map((days) => table.compound(days)));
  return {
    whole: (span) => monthly(span, span.from),
    part: (span, _whole, from) => monthly(span, from).exact(),
  };
}

/** Days of each month from the period's first day that lie after `from`. */
function monthlySteps(span: Span, from: IsoDate): number[] {
  const steps: number[] = [];
  for (let month = 0, start = span.from; start < span.due; month++) {
    const end = earlier(addMonths(span.from, month + 1), span.due);
    if (end > from) steps.push(daysBetween(start > from ? start : from, end));
    start = end;
  }
  return steps;
}

/** Seguro de desgravamen: a percent of the opening balance for every 30 days. */
function premiumRule(terms: Terms): AccrualRule | undefined {
  if (!terms.insurance) return undefined;
  const table = factorTable(terms.insurance.percentOfBalancePer30Days);
  const months30 = terms.rate.kind === 'nominal' && terms.rate.dayCount === '30/360';
  return { whole: (span) => table.simple(months30 ? span.days30 : span.days, 30), part: byDays };
}

function byDays(span: Span, whole: Estimate, from: IsoDate): Decimal {
  return whole.exact().times(daysBetween(from, span.due)).dividedBy(span.days);
}

function amountOn(disbursements: readonly Disbursement[], date: IsoDate): Centimos {
  return disbursements.reduce((sum, paidOut) => (paidOut.date === date ? sum + paidOut.amount : sum), 0);
}

function earlier(one: IsoDate, other: IsoDate): IsoDate {
  return one < other ? one : other;
}
