import { Decimal, HUNDRED } from './decimal';
import type { IsoDate } from './dates';
import { roundCentimos, shareOut, sumOf, type Centimos } from './money';
import { kgPerHectare, plantationYear, type YieldCurve } from './yield';

/** Beans as they come to the scale. */
export interface Beans {
  /** *En baba*, with their pulp, or dry. */
  readonly state: 'wet' | 'dry';
  readonly grossKg: Decimal;
  /** Of dry beans, as the meter says; wet ones are not measured. */
  readonly moisturePercent: Decimal | null;
}

/** The figures that hold on the day of a delivery. */
export interface BeanFigures {
  /** Kg of dry beans at standard moisture out of one kg of wet ones. */
  readonly wetDryFactor: Decimal;
  /** The moisture for which prices are quoted, 7 in Peru. */
  readonly standardMoisturePercent: Decimal;
  /** Beans outside of these were not measured, or are not dry. */
  readonly lowestMoisturePercent: Decimal;
  readonly highestMoisturePercent: Decimal;
}

export interface Sale {
  /** Soles for a kg of dry beans at standard moisture. */
  readonly pricePerKg: Decimal;
  /** Off the value, for quality. */
  readonly discountPercent: Decimal;
}

export type DeliveryFault =
  | 'kg_must_be_positive'
  | 'moisture_missing'
  | 'moisture_out_of_range'
  | 'price_must_be_positive'
  | 'discount_out_of_range'
  | 'value_rounds_to_nothing';

/** What beans are worth. */
export interface Worth {
  /** At standard moisture, with two decimals. */
  readonly dryKg: Decimal;
  readonly value: Centimos;
}

/**
 * The worth of a delivery. Wet beans count by the factor, dry ones by their dry matter:
 * `dry_7 = kg × (100 − m) / (100 − 7)`; kg are rounded half-even to hundredths, as scales and slips have them. The value
 * is those kg at the price, less the discount, rounded half-even to céntimos.
 *
 * 100 kg wet are 38.00 kg dry. 100 kg dry at 10 % are 96.77 kg; at S/ 16.50 with 2 % off they are worth S/ 1,564.77.
 */
export function worthOf(beans: Beans, sale: Sale, figures: BeanFigures): Worth | DeliveryFault {
  if (!beans.grossKg.greaterThan(0)) return 'kg_must_be_positive';
  if (!sale.pricePerKg.greaterThan(0)) return 'price_must_be_positive';
  if (sale.discountPercent.lessThan(0) || !sale.discountPercent.lessThan(HUNDRED)) return 'discount_out_of_range';
  const exactKg = exactDryKg(beans, figures);
  if (typeof exactKg === 'string') return exactKg;
  const dryKg = exactKg.toDecimalPlaces(2, Decimal.ROUND_HALF_EVEN);
  const price = dryKg.times(sale.pricePerKg).times(HUNDRED.minus(sale.discountPercent));
  const value = roundCentimos(price, 'half-even');
  return value > 0 ? { dryKg, value } : 'value_rounds_to_nothing';
}

function exactDryKg({ state, grossKg, moisturePercent }: Beans, figures: BeanFigures): Decimal | DeliveryFault {
  if (state === 'wet') return grossKg.times(figures.wetDryFactor);
  if (moisturePercent === null) return 'moisture_missing';
  const { lowestMoisturePercent: lowest, highestMoisturePercent: highest } = figures;
  if (moisturePercent.lessThan(lowest) || moisturePercent.greaterThan(highest)) return 'moisture_out_of_range';
  const standardMatter = HUNDRED.minus(figures.standardMoisturePercent);
  return grossKg.times(HUNDRED.minus(moisturePercent)).dividedBy(standardMatter);
}

/** A loan of the farmer that a delivery may pay. */
export interface PayableLoan {
  readonly loanId: number;
  readonly oldestUnpaidDue: IsoDate | null;
  /** The most that may be withheld for it on the day. */
  readonly payable: Centimos;
}

export interface Settlement {
  /** Loan by loan, the oldest due first; loans that get nothing are left out. */
  readonly repayments: readonly { readonly loanId: number; readonly amount: Centimos }[];
  readonly withheld: Centimos;
  readonly paidOut: Centimos;
}

/**
 * Divides the value of a delivery: of the agreed share, rounded down to a céntimo in the farmer's favour, the loan with
 * the oldest unpaid due date gets what may be paid on it, then the next; what no loan needs is paid out. S/ 1,000.00
 * with 40 % and loans that may take 150.00 and 600.00: 150.00, 250.00, and 600.00 paid out.
 */
export function settle(value: Centimos, sharePercent: Decimal, loans: readonly PayableLoan[]): Settlement {
  let left = roundCentimos(sharePercent.times(value).dividedBy(HUNDRED), 'down');
  const inOrder = loans.toSorted((one, other) => dueKey(one).localeCompare(dueKey(other)) || one.loanId - other.loanId);
  const repayments = inOrder.flatMap(({ loanId, payable }) => {
    const amount = Math.max(0, Math.min(left, payable));
    left -= amount;
    return amount > 0 ? [{ loanId, amount }] : [];
  });
  const withheld = sumOf(repayments.map(({ amount }) => amount));
  return { repayments, withheld, paidOut: value - withheld };
}

/** A loan without an unpaid instalment comes last. */
function dueKey({ oldestUnpaidDue }: PayableLoan): string {
  return oldestUnpaidDue ?? '9999-12-31';
}

/**
 * The dry kg of a delivery by parcel, in proportion to the shares, to the hundredth and without losing one: 100.00 kg
 * by 1, 1 and 1 are 33.34, 33.33 and 33.33.
 */
export function kgByParcel(dryKg: Decimal, shares: readonly Decimal[]): Decimal[] {
  return shareOut(dryKg.times(100).toNumber(), shares).map((hundredths) => new Decimal(hundredths).dividedBy(100));
}

export interface BearingParcel {
  readonly areaHectares: Decimal;
  readonly plantedOn: IsoDate;
  readonly yieldCurve: YieldCurve;
}

/**
 * Dry kg that parcels are thought to bear in a year at best: area × curve of the plantation year, times how far the best
 * farmers go beyond the curve. 2 ha in their seventh year (1,200 kg/ha) at 170 %: 4,080 kg.
 */
export function bearableKg(parcels: readonly BearingParcel[], on: IsoDate, ofCurvePercent: Decimal): Decimal {
  return parcels
    .map(({ areaHectares, plantedOn, yieldCurve }) =>
      areaHectares.times(kgPerHectare(yieldCurve, plantationYear(plantedOn, on))),
    )
    .reduce((sum, kg) => sum.plus(kg), new Decimal(0))
    .times(ofCurvePercent)
    .dividedBy(HUNDRED);
}

/**
 * What is left to remit of each withholding, when an organisation remits the oldest first: 100, 50 and 80 with 120
 * remitted leave 0, 30 and 80.
 */
export function openWithholdings(withheld: readonly Centimos[], remitted: Centimos): Centimos[] {
  let left = remitted;
  return withheld.map((amount) => {
    const covered = Math.max(0, Math.min(amount, left));
    left -= covered;
    return amount - covered;
  });
}
