import { categoryByDaysLate, type ClassificationTable } from '../lending/classification';
import { Decimal } from '../lending/decimal';
import type { Household, Outlook } from '../lending/household-income';
import { roundCentimos, type Centimos } from '../lending/money';
import { requiredProvision, type ProvisionTable } from '../lending/provisions';
import { exposureOf, stressLoan, type LoanExposure, type LoanUnderStress } from '../lending/stress';
import type { AheadLoan } from './stress-store';

/** A loan with and without the stress. Amounts in the currency of the book. */
export interface TriedLoan {
  readonly id: number;
  readonly department: string;
  readonly lineId: number;
  readonly outstanding: Centimos;
  /** What falls due in the months ahead. */
  readonly ahead: Centimos;
  /** What cannot be paid of it as expected, and in the stress. */
  readonly expectedShortfall: Centimos;
  readonly stressedShortfall: Centimos;
  readonly lateNow: boolean;
  readonly lateStressed: boolean;
  readonly provisionNow: Centimos;
  readonly provisionStressed: Centimos;
}

export interface StressRules {
  readonly classification: ClassificationTable;
  readonly provisions: ProvisionTable;
  /** 1 for a book in soles. */
  readonly solesPerUnit: Decimal;
}

/** At 31 days late a loan enters PAR 30, and whoever cannot pay what falls due is taken to get there. */
const LATE_DAYS = 31;

/**
 * Tries a failed harvest on each loan whose household is known. A loan that cannot pay all that falls due is taken to be
 * 31 days late, if it is not later already; its provision is that of its farmer's worst loan, without guarantees. A loan
 * of unknown household keeps its days late.
 */
export function tryLoans(
  loans: readonly AheadLoan[],
  households: ReadonlyMap<number, Household>,
  outlooks: readonly Outlook[],
  asOf: string,
  rules: StressRules,
): TriedLoan[] {
  const tried = loans.map((loan) => {
    const stress = underStress(loan, households, asOf, rules.solesPerUnit);
    const shortfall = (under: readonly Outlook[]) =>
      stress ? inUnits(stressLoan(stress, under).shortfall, rules.solesPerUnit) : 0;
    const stressedShortfall = shortfall(outlooks);
    const daysStressed = stressedShortfall > 0 ? Math.max(loan.daysLate, LATE_DAYS) : loan.daysLate;
    return { loan, expectedShortfall: shortfall([]), stressedShortfall, daysStressed };
  });
  const worstNow = worstDays(tried.map(({ loan }) => [loan.farmerId, loan.daysLate]));
  const worstStressed = worstDays(tried.map(({ loan, daysStressed }) => [loan.farmerId, daysStressed]));
  return tried.map(({ loan, expectedShortfall, stressedShortfall, daysStressed }) => ({
    id: loan.id,
    department: loan.department,
    lineId: loan.lineId,
    outstanding: loan.outstanding,
    ahead: loan.instalments.reduce((sum, { total }) => sum + total, 0),
    expectedShortfall,
    stressedShortfall,
    lateNow: loan.daysLate >= LATE_DAYS,
    lateStressed: daysStressed >= LATE_DAYS,
    provisionNow: provisionAt(loan, worstNow.get(loan.farmerId) ?? 0, rules),
    provisionStressed: provisionAt(loan, worstStressed.get(loan.farmerId) ?? 0, rules),
  }));
}

export function exposuresOf(
  loans: readonly AheadLoan[],
  households: ReadonlyMap<number, Household>,
  asOf: string,
  solesPerUnit: Decimal,
): LoanExposure[] {
  return loans.flatMap((loan) => {
    const stress = underStress(loan, households, asOf, solesPerUnit);
    return stress ? [exposureOf(stress)] : [];
  });
}

/** The figures of some of the loans. */
export interface StressSum {
  readonly loans: number;
  readonly gross: Centimos;
  readonly ahead: Centimos;
  readonly expectedShortfall: Centimos;
  readonly stressedShortfall: Centimos;
  readonly lateNow: Centimos;
  readonly lateStressed: Centimos;
  readonly provisionNow: Centimos;
  readonly provisionStressed: Centimos;
}

export function sumTried(loans: readonly TriedLoan[]): StressSum {
  const sum = (amountOf: (loan: TriedLoan) => Centimos) => loans.reduce((total, loan) => total + amountOf(loan), 0);
  return {
    loans: loans.length,
    gross: sum((loan) => loan.outstanding),
    ahead: sum((loan) => loan.ahead),
    expectedShortfall: sum((loan) => loan.expectedShortfall),
    stressedShortfall: sum((loan) => loan.stressedShortfall),
    lateNow: sum((loan) => (loan.lateNow ? loan.outstanding : 0)),
    lateStressed: sum((loan) => (loan.lateStressed ? loan.outstanding : 0)),
    provisionNow: sum((loan) => loan.provisionNow),
    provisionStressed: sum((loan) => loan.provisionStressed),
  };
}

/** Soles into the currency of the book. */
export function inUnits(soles: Centimos, solesPerUnit: Decimal): Centimos {
  return roundCentimos(new Decimal(soles).dividedBy(solesPerUnit), 'half-even');
}

function underStress(
  loan: AheadLoan,
  households: ReadonlyMap<number, Household>,
  asOf: string,
  solesPerUnit: Decimal,
): LoanUnderStress | undefined {
  const household = households.get(loan.id);
  if (!household || loan.instalments.length === 0) return undefined;
  const instalments = loan.instalments.map(({ due, total }) => ({
    due,
    total: roundCentimos(solesPerUnit.times(total), 'up'),
  }));
  return { household, asOf, instalments };
}

function worstDays(days: readonly (readonly [number, number])[]): Map<number, number> {
  const worst = new Map<number, number>();
  for (const [farmerId, daysLate] of days) worst.set(farmerId, Math.max(daysLate, worst.get(farmerId) ?? 0));
  return worst;
}

function provisionAt(loan: AheadLoan, daysLate: number, { classification, provisions }: StressRules): Centimos {
  const category = categoryByDaysLate(loan.creditType, daysLate, classification);
  const exposure = { creditType: loan.creditType, category, balance: loan.outstanding };
  return requiredProvision({ ...exposure, guarantees: [], monthsInCategory: 0 }, provisions).total;
}
