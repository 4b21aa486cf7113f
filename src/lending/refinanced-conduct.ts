import { betterCategory, categoryAtRefinancing, type DebtorCategory } from './classification';
import { addDays, addMonths, type IsoDate } from './dates';

/** Where a refinanced loan keeps its debtor at best, and from when on it has been paid punctually. */
export interface RefinancedConduct {
  readonly category: DebtorCategory;
  readonly punctualFrom: IsoDate;
}

/**
 * On the first day that knows a loan as refinanced: one level worse than its debtor was, and conduct counts from the
 * first due date of the new terms, so that a grace proves nothing. A CPP debtor with a first instalment on 31 May 2027 is
 * Deficiente, counted from that day (Res. SBS 11356-2008, chapter II).
 */
export function conductAtRefinancing(
  debtorBefore: DebtorCategory,
  firstDue: IsoDate | undefined,
  date: IsoDate,
): RefinancedConduct {
  const punctualFrom = firstDue !== undefined && firstDue > date ? firstDue : date;
  return { category: categoryAtRefinancing(debtorBefore), punctualFrom };
}

/**
 * The same loan a day on. Later than a Normal debtor may be: counting begins again tomorrow. Two quarters without that:
 * one category better. From 31 May 2027 Deficiente, punctual: CPP on 1 December 2027, Normal on 1 June 2028.
 */
export function conductOnDay(known: RefinancedConduct, late: boolean, date: IsoDate): RefinancedConduct {
  if (late) return { ...known, punctualFrom: addDays(date, 1) };
  if (known.punctualFrom > provenBy(date)) return known;
  return { category: betterCategory(known.category), punctualFrom: date };
}

/** The latest beginning of punctual payment that two whole quarters have followed by the day. */
export function provenBy(date: IsoDate): IsoDate {
  return addMonths(date, -MONTHS_PER_CATEGORY);
}

const MONTHS_PER_CATEGORY = 6;
