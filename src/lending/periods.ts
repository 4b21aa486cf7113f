import { interestRule, premiumRule } from './accrual';
import type { IsoDate } from './dates';
import { ZERO, type Decimal } from './decimal';
import type { Estimate } from './estimate';
import { sumOf, type Centimos } from './money';
import { spansOf } from './spans';
import type { Disbursement, Terms } from './terms';

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
  const interest = interestRule(terms);
  const premium = premiumRule(terms);
  return spansOf(terms).map((span, index) => {
    const factor = interest.whole(span);
    const insurance = premium?.whole(span);
    const paidOut = disbursedWithin(terms, index, span.from, span.due);
    const onFirstDay = paidOut.filter(({ date }) => date === span.from);
    const later = paidOut.filter(({ date }) => date > span.from);
    return {
      from: span.from,
      due: span.due,
      factor,
      ...(insurance && { insurance }),
      opening: sumOf(onFirstDay.map(({ amount }) => amount)),
      drawn: later.map(({ date, amount }) => ({
        amount,
        factor: interest.part(span, factor, date),
        insurance: insurance && premium ? premium.part(span, insurance, date) : ZERO,
      })),
    };
  });
}

/** Most loans are paid out once, on the first day of the first period; the others are not searched then. */
function disbursedWithin(
  { disbursements }: Terms,
  index: number,
  from: IsoDate,
  due: IsoDate,
): readonly Disbursement[] {
  if (index > 0 && disbursements.length === 1) return NONE;
  return disbursements.filter(({ date }) => date >= from && date < due);
}

const NONE: readonly Disbursement[] = [];
