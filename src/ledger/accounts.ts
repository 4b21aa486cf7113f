import type { Knex } from '../db/connect';

export type AccountKind = 'asset' | 'liability' | 'equity' | 'income' | 'expense' | 'contingent';

export interface Account {
  readonly code: string;
  readonly name: string;
  readonly kind: AccountKind;
}

/**
 * The accounts that lending needs, numbered after the classes of the SBS Manual de Contabilidad (rubro 14 for loans).
 * Each institution has its own rows and may add to them.
 */
export const ACCOUNTS = {
  cash: { code: '1101', name: 'Caja', kind: 'asset' },
  bank: { code: '1103', name: 'Bancos', kind: 'asset' },
  loans: { code: '1401', name: 'Créditos vigentes', kind: 'asset' },
  loansRestructured: { code: '1403', name: 'Créditos reestructurados', kind: 'asset' },
  loansRefinanced: { code: '1404', name: 'Créditos refinanciados', kind: 'asset' },
  loansOverdue: { code: '1405', name: 'Créditos vencidos', kind: 'asset' },
  loansInCourt: { code: '1406', name: 'Créditos en cobranza judicial', kind: 'asset' },
  interestReceivable: { code: '1408', name: 'Rendimientos devengados de créditos', kind: 'asset' },
  provision: { code: '1409', name: 'Provisiones para créditos', kind: 'asset' },
  organisationReceivable: { code: '1507', name: 'Por cobrar a organizaciones por retenciones', kind: 'asset' },
  overpayments: { code: '2107', name: 'Pagos en exceso por devolver', kind: 'liability' },
  insurancePayable: { code: '2504', name: 'Seguro de desgravamen por pagar', kind: 'liability' },
  borrowings: { code: '2402', name: 'Adeudos por líneas de crédito', kind: 'liability' },
  provisionExpense: { code: '4302', name: 'Provisiones para incobrabilidad de créditos', kind: 'expense' },
  interestIncome: { code: '5104', name: 'Intereses por créditos', kind: 'income' },
  lateInterestIncome: { code: '5105', name: 'Intereses moratorios', kind: 'income' },
  feeIncome: { code: '5107', name: 'Comisiones por créditos', kind: 'income' },
  penaltyIncome: { code: '5108', name: 'Cargos por créditos', kind: 'income' },
  recoveries: { code: '5403', name: 'Recuperación de créditos castigados', kind: 'income' },
} as const satisfies Record<string, Account>;

export type AccountName = keyof typeof ACCOUNTS;

/** Accounts on which no everyday payment books, and which are added up by themselves. */
const QUIET_ACCOUNTS = [
  ...(['loansRestructured', 'loansRefinanced', 'loansOverdue', 'loansInCourt'] as const),
  ...(['interestReceivable', 'provision', 'organisationReceivable', 'borrowings'] as const),
] satisfies AccountName[];

export type QuietAccount = (typeof QUIET_ACCOUNTS)[number];

/** That an entry is on one of them, in SQL, worded as the index of their entries is (`entry_of_quiet_account`). */
export function ofQuietAccounts(column: string): string {
  return `${column} in (${QUIET_ACCOUNTS.map((name) => `'${ACCOUNTS[name].code}'`).join(', ')})`;
}

export async function openAccounts(trx: Knex.Transaction, institutionId: number): Promise<void> {
  const rows = Object.values(ACCOUNTS).map((account) => ({ institution_id: institutionId, ...account }));
  await trx('ledger_account').insert(rows);
}
