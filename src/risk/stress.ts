import { CATEGORIES, categoryByDaysLate, type ClassificationTable, type CreditType } from '../lending/classification';
import type { Household } from '../lending/household-income';
import { exposures, shortfallUnder, type Fall, type LoanExposure, type Shock } from '../lending/exposure';
import type { Centimos } from '../lending/money';
import { requiredProvision, type ProvisionTable } from '../lending/provisions';
import type { LoanUnderStress } from '../lending/stress';
import type { AheadLoan } from './stress-store';

/** What becomes of what falls due in the months ahead; nothing is known of a loan without a household. */
export type Outcome = 'pays-all' | 'pays-part' | 'pays-little' | 'unknown';

/** A loan with and without the stress. Amounts in the currency of the book. */
export interface TriedLoan {
  readonly id: number;
  readonly farmerId: number;
  readonly department: string;
  readonly lineId: number;
  readonly creditType: CreditType;
  readonly outstanding: Centimos;
  readonly daysLate: number;
  /** What falls due in the months ahead. */
  readonly ahead: Centimos;
  /** What cannot be paid of it as expected, and in the stress. */
  readonly expectedShortfall: Centimos;
  readonly stressedShortfall: Centimos;
  readonly outcome: Outcome;
  /** By severity: the shortfalls of `SEVERITIES`, price first, then yield, then both. */
  readonly severities: readonly SeverityShortfall[];
}

export interface SeverityShortfall {
  readonly price: Centimos;
  readonly yield: Centimos;
  readonly both: Centimos;
}

/** Falls in percent that are shown side by side. */
export const SEVERITIES = [10, 20, 30, 40, 50] as const;

export interface StressInput {
  readonly asOf: string;
  readonly shock: Shock;
  readonly fall: Fall;
  /** Who covers less of what falls due, from 0 to 1, pays little. */
  readonly coverage: number;
  /** 1 for a book in soles. */
  readonly solesPerUnit: number;
}

/** At 31 days late a loan enters PAR 30. */
export const LATE_DAYS = 31;

/**
 * Tries a failed harvest on each loan whose household is known, and takes it apart for the seasons to be tried on it.
 * A function, so that loans can come in spans and leave again.
 */
export function stressTrial({ asOf, shock, fall, coverage, solesPerUnit }: StressInput) {
  const asExpected = exposures({ weeksLate: 0 });
  const stressed = exposures(shock);
  const inUnits = (soles: number) => Math.round(soles / solesPerUnit);
  return (loan: AheadLoan, household: Household | undefined): { tried: TriedLoan; exposure?: LoanExposure } => {
    const ahead = loan.instalments.reduce((sum, { total }) => sum + total, 0);
    const common = { ...loan, ahead };
    if (!household) return { tried: { ...withoutPeople(common), ...NOTHING_KNOWN, severities: [] } };
    const under: LoanUnderStress = {
      household,
      asOf,
      earnsSince: loan.earnsSince,
      instalments: loan.instalments.map(({ due, total }) => ({ due, total: Math.ceil(total * solesPerUnit - 1e-6) })),
    };
    const exposure = asExpected(under);
    const hit = stressed(under);
    const stressedShortfall = inUnits(shortfallUnder(hit, fall));
    return {
      exposure,
      tried: {
        ...withoutPeople(common),
        expectedShortfall: inUnits(shortfallUnder(exposure, AS_EXPECTED)),
        stressedShortfall,
        outcome: outcomeOf(stressedShortfall, ahead, coverage),
        severities: SEVERITIES.map((percent) => {
          const left = 1 - percent / 100;
          return {
            price: inUnits(shortfallUnder(hit, { price: left, yield: 1 })),
            yield: inUnits(shortfallUnder(hit, { price: 1, yield: left })),
            both: inUnits(shortfallUnder(hit, { price: left, yield: left })),
          };
        }),
      },
    };
  };
}

const AS_EXPECTED: Fall = { price: 1, yield: 1 };
const NOTHING_KNOWN = { expectedShortfall: 0, stressedShortfall: 0, outcome: 'unknown' } as const;

function withoutPeople({ id, farmerId, department, lineId, creditType, outstanding, daysLate, ahead }: Ahead) {
  return { id, farmerId, department, lineId, creditType, outstanding, daysLate, ahead };
}

type Ahead = AheadLoan & { readonly ahead: Centimos };

/** Of S/ 1,000 due with S/ 150 missing 85 % is covered: at a coverage of 80 % a part is paid, at 90 % too little. */
export function outcomeOf(shortfall: Centimos, ahead: Centimos, coverage: number): Outcome {
  if (shortfall === 0) return 'pays-all';
  return isEnough(shortfall, ahead, coverage) ? 'pays-part' : 'pays-little';
}

function isEnough(shortfall: Centimos, ahead: Centimos, coverage: number): boolean {
  return ahead - shortfall >= ahead * coverage;
}

/** Who pays too little is taken to be more than 30 days late, if it is not already. */
export function isLateWith(loan: TriedLoan, shortfall: Centimos, coverage: number): boolean {
  return loan.daysLate >= LATE_DAYS || !isEnough(shortfall, loan.ahead, coverage);
}

/**
 * Provisions of loans without guarantees at so many days late each, each debtor by his worst loan. Rates are those of
 * the tables of the day: a whole S/ 1,000,000.00 says what each céntimo takes.
 */
export function provisionsOf(
  loans: readonly TriedLoan[],
  daysLateOf: (loan: TriedLoan) => number,
  rules: { readonly classification: ClassificationTable; readonly provisions: ProvisionTable },
): Float64Array {
  const worst = new Map<number, number>();
  for (const loan of loans) worst.set(loan.farmerId, Math.max(daysLateOf(loan), worst.get(loan.farmerId) ?? 0));
  const rates = new Map<string, number>();
  const rateOf = (creditType: CreditType, daysLate: number): number => {
    const category = categoryByDaysLate(creditType, daysLate, rules.classification);
    const key = `${creditType} ${CATEGORIES.indexOf(category)}`;
    const loan = { creditType, category, balance: MILLION, guarantees: [], monthsInCategory: 0 };
    const rate = rates.get(key) ?? requiredProvision(loan, rules.provisions).total / MILLION;
    rates.set(key, rate);
    return rate;
  };
  return Float64Array.from(loans, (loan) =>
    Math.round(loan.outstanding * rateOf(loan.creditType, worst.get(loan.farmerId) ?? 0)),
  );
}

const MILLION = 1_000_000_00;

/** The figures of some of the loans. */
export interface StressSum {
  readonly loans: number;
  readonly gross: Centimos;
  readonly ahead: Centimos;
  readonly expectedShortfall: Centimos;
  readonly stressedShortfall: Centimos;
  /** Balances by what becomes of them in the stress; together they are `gross`. */
  readonly byOutcome: Readonly<Record<Outcome, Centimos>>;
  readonly lateNow: Centimos;
  readonly lateExpected: Centimos;
  readonly lateStressed: Centimos;
  readonly provisionNow: Centimos;
  readonly provisionStressed: Centimos;
}

export interface Provisioned {
  readonly now: Float64Array;
  readonly stressed: Float64Array;
}

/** Sums by a key of the loans, in one walk. */
export function sumsBy(
  loans: readonly TriedLoan[],
  provisions: Provisioned,
  coverage: number,
  keyOf: (loan: TriedLoan) => string,
): Map<string, StressSum> {
  const sums = new Map<string, Mutable>();
  for (const [index, loan] of loans.entries()) {
    const key = keyOf(loan);
    const sum = sums.get(key) ?? emptySum();
    sums.set(key, sum);
    sum.loans += 1;
    sum.gross += loan.outstanding;
    sum.ahead += loan.ahead;
    sum.expectedShortfall += loan.expectedShortfall;
    sum.stressedShortfall += loan.stressedShortfall;
    sum.byOutcome[loan.outcome] += loan.outstanding;
    if (loan.daysLate >= LATE_DAYS) sum.lateNow += loan.outstanding;
    if (isLateWith(loan, loan.expectedShortfall, coverage)) sum.lateExpected += loan.outstanding;
    if (isLateWith(loan, loan.stressedShortfall, coverage)) sum.lateStressed += loan.outstanding;
    sum.provisionNow += provisions.now[index] ?? 0;
    sum.provisionStressed += provisions.stressed[index] ?? 0;
  }
  return sums;
}

type Mutable = { -readonly [Key in keyof StressSum]: StressSum[Key] } & { byOutcome: Record<Outcome, number> };

export function emptySum(): Mutable {
  const byOutcome = { 'pays-all': 0, 'pays-part': 0, 'pays-little': 0, unknown: 0 };
  const late = { lateNow: 0, lateExpected: 0, lateStressed: 0, provisionNow: 0, provisionStressed: 0 };
  return { loans: 0, gross: 0, ahead: 0, expectedShortfall: 0, stressedShortfall: 0, byOutcome, ...late };
}
