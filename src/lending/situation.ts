import type { CreditType } from './classification';
import type { Centimos } from './money';

/** Situación contable: the accounts 1401, 1403, 1404, 1405 and 1406 of the Manual de Contabilidad of the SBS. */
export type Situation = 'vigente' | 'reestructurado' | 'refinanciado' | 'vencido' | 'judicial';

/** After how many days late a loan of each type leaves «vigente»; two steps where only the unpaid instalments go first. */
export type OverdueTable = Readonly<
  Record<CreditType, { readonly unpaidInstalmentsAfterDays?: number; readonly wholeBalanceAfterDays: number }>
>;

export interface LoanToSituate {
  readonly creditType: CreditType;
  readonly daysLate: number;
  readonly principal: Centimos;
  /** The principal of the instalments that are due and unpaid. */
  readonly overduePrincipal: Centimos;
  /** Changed because the debtor could not pay, or in an insolvency process; a reprogramación of an emergency is neither. */
  readonly modification?: 'refinanciado' | 'reestructurado';
  readonly inCourt: boolean;
}

/** How the principal stands in the books. Interest on overdue principal goes to suspense until it is received. */
export interface SituatedPrincipal {
  readonly situation: Situation;
  readonly overduePrincipal: Centimos;
  readonly restPrincipal: Centimos;
  readonly restSituation: Situation;
  readonly interest: 'accrued' | 'suspended';
}

/**
 * A microempresa loan of S/ 3,000 that is 31 days late is vencido as a whole; at 30 days it is vigente. A consumo loan
 * with one instalment of S/ 200 unpaid for 31 days has S/ 200 vencido and the rest vigente, until day 91.
 */
export function situationOf(loan: LoanToSituate, table: OverdueTable): SituatedPrincipal {
  if (loan.inCourt) return whole('judicial', loan.principal);
  const rule = table[loan.creditType];
  if (loan.daysLate > rule.wholeBalanceAfterDays) return whole('vencido', loan.principal);

  const onTime = loan.modification ?? 'vigente';
  const instalmentsAfter = rule.unpaidInstalmentsAfterDays ?? Infinity;
  const overduePrincipal = loan.daysLate > instalmentsAfter ? loan.overduePrincipal : 0;
  return {
    situation: overduePrincipal > 0 ? 'vencido' : onTime,
    overduePrincipal,
    restPrincipal: loan.principal - overduePrincipal,
    restSituation: onTime,
    interest: onTime === 'vigente' && overduePrincipal === 0 ? 'accrued' : 'suspended',
  };
}

function whole(situation: 'vencido' | 'judicial', principal: Centimos): SituatedPrincipal {
  return { situation, overduePrincipal: principal, restPrincipal: 0, restSituation: situation, interest: 'suspended' };
}
