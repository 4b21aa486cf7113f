import { addDays, addMonths, dayInMonth, monthOf, yearOf, type IsoDate } from '../lending/dates';
import { rateCapOn } from '../parameters/read-rates';
import { setParameter, type NewParameter } from '../parameters/set-parameter';
import { accepted, type Lender, type Stage } from './stage';

/** Said wherever the figure is shown, so that nobody takes it for the law. */
const DEMO_SOURCE = 'Valor de demostración: reemplazar por el que publique el BCRP';
const DEMO_CAP = { compensatory: '113.00', moratory: '16.95' };

/** Half-years of the cap begin on 1 May and 1 November (Circular 0008-2021-BCRP). */
const HALF_YEAR_MONTHS = 6;

/** Loans are asked for before they are made, so that the cap must be known ahead. */
const DAYS_AHEAD = 60;

/**
 * Where no cap in soles is published for a half-year of the story, or for one that begins soon, the administrator of the
 * lender enters one for the demo, since no loan is made without.
 */
export async function planMissingRateCaps(stage: Stage, lender: Lender): Promise<void> {
  const { trx, agenda, firstDay, lastDay } = stage;
  const lastStart = addDays(lastDay, DAYS_AHEAD);
  for (let from = halfYearOf(firstDay); from <= lastStart; from = addMonths(from, HALF_YEAR_MONTHS)) {
    const validTo = addDays(addMonths(from, HALF_YEAR_MONTHS), -1);
    if (await rateCapOn(trx, lender.institutionId, 'PEN', validTo)) continue;
    const enteredOn = addDays(from, -DAYS_AHEAD);
    agenda.add(enteredOn < firstDay ? firstDay : enteredOn, 15 * 60, async (clock) => {
      const by = stage.as(lender.having('administrator')[0], clock);
      accepted(await setParameter(trx, by, { ...demoCap(from, validTo), commandId: stage.commandId() }));
    });
  }
}

function demoCap(validFrom: IsoDate, validTo: IsoDate): Omit<NewParameter, 'commandId'> {
  return { name: 'rate-cap.PEN', validFrom, validTo, figures: DEMO_CAP, source: DEMO_SOURCE, status: 'entered' };
}

/** The first day of the half-year that a date is in: 1 November 2026 for 23 November 2026 and for 2 April 2027. */
function halfYearOf(date: IsoDate): IsoDate {
  const month = monthOf(date);
  if (month < 5) return dayInMonth(yearOf(date) - 1, 11, 1);
  return dayInMonth(yearOf(date), month < 11 ? 5 : 11, 1);
}
