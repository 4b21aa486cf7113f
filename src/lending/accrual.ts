import { addMonths, daysBetween, type IsoDate } from './dates';
import { yearParts } from './day-count';
import type { Decimal } from './decimal';
import { sumOfEstimates, type Estimate } from './estimate';
import { factorTable, type FactorTable } from './factors';
import type { Span } from './spans';
import type { Rate, Terms } from './terms';

/** What a céntimo bears over a whole period, and from a day inside it. */
export interface AccrualRule {
  whole(span: Span): Estimate;
  part(span: Span, whole: Estimate, from: IsoDate): Decimal;
}

export function interestRule({ rate, unpaidInterest }: Terms): AccrualRule {
  const table = factorTable(rate.percent);
  if (rate.kind === 'nominal') return nominalRule(rate, table);
  return unpaidInterest === 'carry' ? monthlyRule(table) : compoundRule(table);
}

/** Seguro de desgravamen: a percent of the opening balance for every 30 days. */
export function premiumRule({ insurance, rate }: Terms): AccrualRule | undefined {
  if (!insurance) return undefined;
  const table = factorTable(insurance.percentOfBalancePer30Days);
  const months30 = rate.kind === 'nominal' && rate.dayCount === '30/360';
  return { whole: (span) => table.simple(months30 ? span.days30 : span.days, 30), part: byDays };
}

/** Rate × part of the year: 12 % over a month of 30/360 is 1 %. */
function nominalRule({ dayCount }: Rate & { kind: 'nominal' }, table: FactorTable): AccrualRule {
  return {
    whole: ({ from, due, days30 }) =>
      dayCount === '30/360'
        ? table.simple(days30, 360)
        : sumOfEstimates(yearParts(dayCount, from, due).map(({ days, basis }) => table.simple(days, basis))),
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
    sumOfEstimates(daysOfMonths(span, from).map((days) => table.compound(days)));
  return {
    whole: (span) => monthly(span, span.from),
    part: (span, _whole, from) => monthly(span, from).exact(),
  };
}

/** The months from the period's first day, as far as they lie after `from`. */
function daysOfMonths(span: Span, from: IsoDate): number[] {
  const lengths: number[] = [];
  for (let month = 0, start = span.from; start < span.due; month++) {
    const next = addMonths(span.from, month + 1);
    const end = next < span.due ? next : span.due;
    if (end > from) lengths.push(daysBetween(start > from ? start : from, end));
    start = end;
  }
  return lengths;
}

/** A part of a period bears what the whole does, by its days. */
function byDays(span: Span, whole: Estimate, from: IsoDate): Decimal {
  return whole.exact().times(daysBetween(from, span.due)).dividedBy(span.days);
}
