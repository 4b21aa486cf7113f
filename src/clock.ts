/** Where the time comes from. Nothing else in the program asks the machine what day it is. */
export interface Clock {
  /** The business date of the institution, `YYYY-MM-DD` in Lima, whatever the machine's zone. */
  today(): string;
  /** The instant in UTC, `2026-11-23T19:00:00.000Z`. */
  now(): string;
}

const limaDay = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/Lima',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

export const systemClock: Clock = clockAt(() => new Date());

/** A clock that stands still: tests and the demo tell it the instant. */
export function fixedClock(instant: string): Clock {
  return clockAt(() => new Date(instant));
}

/** The day on the wall in Lima at an instant: 2027-01-01T01:30Z is still 31 December there. */
export function dayInLima(instant: string): string {
  return limaDay.format(new Date(instant));
}

function clockAt(read: () => Date): Clock {
  let minute = NaN;
  let day = '';
  const today = (): string => {
    const instant = read();
    const minuteNow = Math.floor(instant.getTime() / MILLISECONDS_OF_MINUTE);
    if (minuteNow !== minute) [minute, day] = [minuteNow, limaDay.format(instant)];
    return day;
  };
  return {
    today,
    now: () => read().toISOString(),
  };
}

/** A day begins with a minute, so that it is asked for once in each. */
const MILLISECONDS_OF_MINUTE = 60_000;
