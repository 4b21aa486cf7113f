import type { Clock } from '../clock';
import { addDays, dayOfWeek, type IsoDate } from '../lending/dates';

/** Something that people do at an instant; it may put what follows from it on the agenda. */
export type Step = (clock: Clock) => Promise<void>;

/** What is going to happen, in order of time: people in several institutions do things side by side. */
export interface Agenda {
  /** At a time of day in Lima. A Sunday becomes the Monday after. */
  add(date: IsoDate, minuteOfDay: number, step: Step): void;
  /** Does everything up to the end of a day, what is added on the way included, and tells how far it has got. */
  runUntil(lastDate: IsoDate, progress: (date: IsoDate) => void): Promise<void>;
}

interface Entry {
  readonly instant: string;
  readonly order: number;
  readonly date: IsoDate;
  readonly step: Step;
}

export function createAgenda(): Agenda {
  /** The latest first, so that the next one is taken from the end. */
  const entries: Entry[] = [];
  let added = 0;
  return {
    add(date, minuteOfDay, step) {
      const day = workday(date);
      const entry = { instant: instantOf(day, minuteOfDay), order: added++, date: day, step };
      entries.splice(placeOf(entries, entry), 0, entry);
    },
    async runUntil(lastDate, progress) {
      for (let entry = entries.pop(); entry && entry.date <= lastDate; entry = entries.pop()) {
        const { date, instant } = entry;
        await entry.step({ today: () => date, now: () => instant });
        progress(date);
      }
    },
  };
}

/** Offices are closed on Sundays. */
export function workday(date: IsoDate): IsoDate {
  return dayOfWeek(date) === 0 ? addDays(date, 1) : date;
}

/** A clock that stands still at a time of day in Lima. */
export function clockAt(date: IsoDate, minuteOfDay: number): Clock {
  return { today: () => date, now: () => instantOf(date, minuteOfDay) };
}

const LIMA_BEHIND_UTC_HOURS = 5;

/** Minute 570 is 9:30 in Lima: `2026-11-23T14:30:00.000Z`. Up to 18:59, so that it is the same day in UTC. */
function instantOf(date: IsoDate, minuteOfDay: number): string {
  const hour = Math.floor(minuteOfDay / 60) + LIMA_BEHIND_UTC_HOURS;
  return `${date}T${twoDigits(hour)}:${twoDigits(minuteOfDay % 60)}:00.000Z`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** Where an entry belongs: before the first that is not later, found by halving. */
function placeOf(entries: readonly Entry[], entry: Entry): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const other = entries[middle];
    if (other && isLater(other, entry)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isLater(one: Entry, other: Entry): boolean {
  return one.instant === other.instant ? one.order > other.order : one.instant > other.instant;
}
