import { Decimal, HUNDRED } from './decimal';
import { sumOf, type Centimos } from './money';

export interface LoanAtRisk {
  /** The whole unpaid principal, past and future instalments, without accrued interest. */
  readonly principal: Centimos;
  readonly daysLate: number;
}

export interface PortfolioAtRisk {
  readonly atRisk: Centimos;
  readonly gross: Centimos;
  /** Left out where there is no portfolio: a ratio without a denominator is not zero. */
  readonly percent?: Decimal;
}

/**
 * PAR: the unpaid principal of the loans that are more than so many days late, over the gross portfolio (CGAP/SEEP,
 * Microfinance Consensus Guidelines, 2003). One loan of 600 that is 31 days late beside one of 1,400 on time: PAR30 is
 * 30 %. At 30 days late it is 0 %.
 */
export function portfolioAtRisk(loans: readonly LoanAtRisk[], moreThanDays: number): PortfolioAtRisk {
  const gross = sumOf(loans.map((loan) => loan.principal));
  const atRisk = sumOf(loans.filter((loan) => loan.daysLate > moreThanDays).map((loan) => loan.principal));
  if (gross === 0) return { atRisk, gross };
  return { atRisk, gross, percent: new Decimal(atRisk).dividedBy(gross).times(HUNDRED) };
}
