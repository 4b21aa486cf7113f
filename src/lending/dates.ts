/** A calendar day in the institution's zone, `YYYY-MM-DD`. Compares as text. */
export type IsoDate = string;

/** What becomes of the 31st in a month without one: its last day (`clamp`), or the first of the next month (`roll`). */
export type MonthEnd = 'clamp' | 'roll';

/** True for `2028-02-29`, false for `2027-02-29` and for any other text. Years 1000 to 9999. */
export function isDate(text: string): boolean {
  if (!/^[1-9]\d{3}-\d\d-\d\d$/.test(text)) return false;
  const { year, month, day } = civil(text);
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

export function addDays(date: IsoDate, days: number): IsoDate {
  return dateOfDay(dayNumber(date) + days);
}

/** 31 January and one month: 28 February with `clamp`, 1 March with `roll`. */
export function addMonths(date: IsoDate, months: number, missingDay: MonthEnd = 'clamp'): IsoDate {
  const { year, month, day } = civil(date);
  const index = year * 12 + (month - 1) + months;
  const target = { year: Math.floor(index / 12), month: (index % 12) + 1 };
  const last = daysInMonth(target.year, target.month);
  if (day <= last) return isoDate(target.year, target.month, day);
  if (missingDay === 'clamp') return isoDate(target.year, target.month, last);
  return addMonths(isoDate(target.year, target.month, 1), 1);
}

/** Days from one date to another: from 30 November to 1 December is 1. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** Days with every month counted as 30 (30E/360): the 31st counts as the 30th. From 31 January to 28 February is 28. */
export function days360(from: IsoDate, to: IsoDate): number {
  const start = civil(from);
  const end = civil(to);
  const months = (end.year - start.year) * 12 + end.month - start.month;
  return months * 30 + Math.min(end.day, 30) - Math.min(start.day, 30);
}

/** 0 is Sunday, 6 is Saturday. */
export function dayOfWeek(date: IsoDate): number {
  const THURSDAY = 4; // 1 January 1970
  return (((dayNumber(date) + THURSDAY) % 7) + 7) % 7;
}

/** The last day of the date's month. */
export function monthEnd(date: IsoDate): IsoDate {
  const { year, month } = civil(date);
  return isoDate(year, month, daysInMonth(year, month));
}

/** The given day of a month, or the month's last day where it has no such day. */
export function dayInMonth(year: number, month: number, day: number): IsoDate {
  return isoDate(year, month, Math.min(day, daysInMonth(year, month)));
}

export function yearOf(date: IsoDate): number {
  return 100 * twoDigitsAt(date, 0) + twoDigitsAt(date, 2);
}

/** 1 is January. */
export function monthOf(date: IsoDate): number {
  return twoDigitsAt(date, 5);
}

export function dayOfMonth(date: IsoDate): number {
  return twoDigitsAt(date, 8);
}

export function daysInYear(year: number): 365 | 366 {
  return isLeapYear(year) ? 366 : 365;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * Days since 1 January 1970. Years are counted from March, so that the leap day is the last of its year and the days
 * before a month follow from the pattern 31, 30, 31, 30, 31 that repeats every five months (153 days).
 */
export function dayNumber(date: IsoDate): number {
  const { year, month, day } = civil(date);
  const marchYear = month > 2 ? year : year - 1;
  const monthFromMarch = month > 2 ? month - 3 : month + 9;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1;
  return 365 * marchYear + leapDaysBefore(marchYear) + dayOfYear - DAYS_FROM_MARCH_0_TO_1970;
}

/** The date that `dayNumber` counted. 146,097 days are 400 years, 1,461 are four. */
export function dateOfDay(days: number): IsoDate {
  const sinceMarch0 = days + DAYS_FROM_MARCH_0_TO_1970;
  const century = Math.floor((4 * sinceMarch0 + 3) / 146_097);
  const dayOfCentury = sinceMarch0 - Math.floor((146_097 * century) / 4);
  const yearOfCentury = Math.floor((4 * dayOfCentury + 3) / 1461);
  const dayOfYear = dayOfCentury - Math.floor((1461 * yearOfCentury) / 4);
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const year = 100 * century + yearOfCentury;
  return monthFromMarch < 10 ? isoDate(year, monthFromMarch + 3, day) : isoDate(year + 1, monthFromMarch - 9, day);
}

const DAYS_FROM_MARCH_0_TO_1970 = 719_468;

function leapDaysBefore(marchYear: number): number {
  return Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function civil(date: IsoDate): { year: number; month: number; day: number } {
  return { year: yearOf(date), month: monthOf(date), day: dayOfMonth(date) };
}

/** Schedules read thousands of dates a second; `Number(date.slice(…))` would take most of their time. */
function twoDigitsAt(date: IsoDate, position: number): number {
  return 10 * (date.charCodeAt(position) - ZERO_CODE) + date.charCodeAt(position + 1) - ZERO_CODE;
}

const ZERO_CODE = 48;

function isoDate(year: number, month: number, day: number): IsoDate {
  return `${year}-${twoDigits(month)}-${twoDigits(day)}`;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
