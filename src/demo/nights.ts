import { closeDay, closeDaysThrough } from '../day-close/close-day';
import { addDays, addMonths, monthEnd, monthOf, type IsoDate } from '../lending/dates';
import { clockAt, workday } from './agenda';
import { accepted, type Lender, type Stage } from './stage';

const QUARTER_MONTHS = 3;
const LEAST_NIGHTS = 30;
/** 18:50, after the last visit to a counter. */
const CLOSING_MINUTE = 18 * 60 + 50;

/** The first day that is closed: the latest end of a quarter that leaves a month of days to compare with. */
export function firstClosedDay(lastDay: IsoDate): IsoDate {
  const latest = addDays(lastDay, -LEAST_NIGHTS);
  const quarterEnd = monthEnd(addMonths(latest, -(monthOf(latest) % QUARTER_MONTHS)));
  return quarterEnd <= latest ? quarterEnd : monthEnd(addMonths(quarterEnd, -QUARTER_MONTHS));
}

/** Every evening from then on the lender's day is closed; that of a Sunday on the Monday after. */
export function planNights(stage: Stage, lender: Lender): void {
  for (let date = firstClosedDay(stage.lastDay); date <= stage.lastDay; date = addDays(date, 1)) {
    if (date === workday(date)) stage.agenda.add(date, CLOSING_MINUTE, () => closeThrough(stage, lender, date));
  }
}

/** The day before today is closed too where it was a Sunday. */
export async function closeLastDay(stage: Stage): Promise<void> {
  for (const lender of stage.lenders) await closeThrough(stage, lender, stage.lastDay);
}

async function closeThrough(stage: Stage, lender: Lender, date: IsoDate): Promise<void> {
  const by = stage.as(lender.having('risk')[0], clockAt(date, CLOSING_MINUTE));
  accepted(await closeDay(stage.trx, by, firstClosedDay(stage.lastDay)));
  for await (const day of closeDaysThrough(stage.trx, by, date)) accepted(day);
}
