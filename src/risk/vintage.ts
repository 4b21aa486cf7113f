import { addDays, monthOf, yearOf } from '../lending/dates';
import { EVER_LATE_DAYS } from './cuts';
import type { LateCohort } from './collection-store';

/** The loans of half a year, and how much of them was ever more than 30 days late by their age. */
export interface Vintage {
  /** `2026-1` for January to June 2026. */
  readonly key: string;
  /** First and last month, `2026-01` and `2026-06`. */
  readonly from: string;
  readonly to: string;
  readonly loans: number;
  readonly principal: number;
  readonly everLateNow: number;
  /** By month on book from 0: principal that had been late by then; null beyond the age of the youngest loan. */
  readonly everLate: readonly (number | null)[];
}

/** How old a vintage is followed. */
export const MONTHS_ON_BOOK = 24;

/**
 * Puts cohorts into half-years of disbursement. A loan joins the late ones at the age it has when its 31st day late
 * comes, in calendar months: lent in January, due on 31 May, unpaid: month 6 (it was 31 days late on 1 July). Each loan counts with
 * the principal it was made for, and stays counted when it is paid later.
 */
export function vintagesOf(cohorts: readonly LateCohort[], asOf: string): Vintage[] {
  const keys = [...new Set(cohorts.map((cohort) => halfOf(cohort.disbursedIn).key))].toSorted();
  return keys.map((key) =>
    vintageOf(
      cohorts.filter((cohort) => halfOf(cohort.disbursedIn).key === key),
      asOf,
    ),
  );
}

function vintageOf(cohorts: readonly LateCohort[], asOf: string): Vintage {
  const youngest =
    cohorts
      .map((cohort) => cohort.disbursedIn)
      .toSorted()
      .at(-1) ?? asOf;
  const age = monthsBetween(youngest, asOf);
  const lateAt = cohorts.map(({ disbursedIn, lateSince, principal }) => ({
    principal,
    month: lateSince === null ? Infinity : monthsBetween(disbursedIn, addDays(lateSince, EVER_LATE_DAYS + 1)),
  }));
  const lateBy = (month: number) => sum(lateAt.filter((one) => one.month <= month).map((one) => one.principal));
  return {
    ...halfOf(youngest),
    loans: sum(cohorts.map((cohort) => cohort.loans)),
    principal: sum(cohorts.map((cohort) => cohort.principal)),
    everLateNow: sum(cohorts.filter(({ lateSince }) => lateSince !== null).map(({ principal }) => principal)),
    everLate: Array.from({ length: MONTHS_ON_BOOK + 1 }, (_, month) => (month <= age ? lateBy(month) : null)),
  };
}

function halfOf(date: string): { key: string; from: string; to: string } {
  const year = date.slice(0, 4);
  const first = Number(date.slice(5, 7)) <= 6;
  return first
    ? { key: `${year}-1`, from: `${year}-01`, to: `${year}-06` }
    : { key: `${year}-2`, from: `${year}-07`, to: `${year}-12` };
}

function monthsBetween(from: string, to: string): number {
  return (yearOf(to) - yearOf(from)) * 12 + monthOf(to) - monthOf(from);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
