import { daysLate } from '../lending/arrears';
import { categoryByDaysLate, worstCategory, type CreditType, type DebtorCategory } from '../lending/classification';
import type { IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';
import { requiredProvision } from '../lending/provisions';
import { situationOf, type Situation } from '../lending/situation';
import { principalOf, receivableOn, type LoanStanding } from '../loans/loan-standing';
import type { Rules } from './rules';

/** A loan as it was known on the day, in the period that runs on it. */
export interface LoanOnDay {
  readonly currency: string;
  readonly lineId: number;
  readonly productId: number;
  readonly creditType: CreditType;
  readonly standing: LoanStanding;
}

export interface JudgedLoan extends LoanOnDay {
  readonly daysLate: number;
  readonly category: DebtorCategory;
  readonly situation: Situation;
  readonly principal: Centimos;
  readonly overduePrincipal: Centimos;
  readonly provision: Centimos;
  readonly receivable: Centimos;
  readonly suspended: Centimos;
}

/** The category that the refinanced loans of a farmer keep him in at best, whatever his days late. */
export type RefinancedDebtors = ReadonlyMap<number, DebtorCategory>;

/**
 * Judges loans one by one with the rules of lending: what the statements of the day close do to all of them at once.
 * Verification and tests hold the statements to this.
 */
export function judgeLoans(
  loans: readonly LoanOnDay[],
  refinanced: RefinancedDebtors,
  rules: Rules,
  date: IsoDate,
): JudgedLoan[] {
  const byDebtor = new Map(refinanced);
  for (const loan of loans) {
    const { farmer_id: farmer } = loan.standing;
    byDebtor.set(farmer, worstCategory([byDebtor.get(farmer) ?? 'Normal', categoryOf(loan, rules, date)]));
  }
  return loans.map((loan) => judge(loan, byDebtor.get(loan.standing.farmer_id) ?? 'Normal', rules, date));
}

function categoryOf({ creditType, standing }: LoanOnDay, rules: Rules, date: IsoDate): DebtorCategory {
  return categoryByDaysLate(creditType, daysLateOf(standing, date), rules.classification);
}

function judge(loan: LoanOnDay, category: DebtorCategory, rules: Rules, date: IsoDate): JudgedLoan {
  const { standing, creditType, currency, lineId, productId } = loan;
  const principal = principalOf(standing);
  const late = daysLateOf(standing, date);
  const situated = situationOf(
    {
      creditType,
      daysLate: late,
      principal,
      overduePrincipal: 0,
      inCourt: standing.in_court === 1,
      ...(standing.modification && { modification: standing.modification }),
    },
    rules.overdue,
  );
  const earned = receivableOn(standing, date);
  const accrues = situated.interest === 'accrued';
  const exposure = { creditType, category, balance: principal, guarantees: [], monthsInCategory: 0 };
  return {
    ...{ currency, lineId, productId, creditType, standing },
    daysLate: late,
    category,
    situation: situated.situation,
    principal,
    overduePrincipal: situated.overduePrincipal,
    provision: requiredProvision(exposure, rules.provisions).total,
    receivable: accrues ? earned : 0,
    suspended: accrues ? 0 : earned,
  };
}

function daysLateOf(standing: LoanStanding, date: IsoDate): number {
  return daysLate(standing.oldest_unpaid_due ?? undefined, date);
}
