import type { Knex } from '../db/connect';
import { ACCOUNTS } from '../ledger/accounts';
import type { EntryRow, JournalRow } from '../ledger/journal';
import type { Centimos } from '../lending/money';
import type { Findings } from './finding';

/** Debits less credits of one currency: of everything, and of the loan accounts by loan; 0 is no loan at all. */
interface CurrencySums {
  total: Centimos;
  readonly byLoan: Map<number, Centimos>;
}

/** Adds journals up while they are walked, so that no entry is read twice. */
export function postedSums() {
  const byCurrency = new Map<string, CurrencySums>();
  return {
    byCurrency,
    add: ({ currency, loan_id: loanId }: JournalRow, entries: readonly EntryRow[]): void => {
      const sums = byCurrency.get(currency) ?? { total: 0, byLoan: new Map<number, Centimos>() };
      byCurrency.set(currency, sums);
      for (const { side, amount, account_code: account } of entries) {
        const debit = side === 'debit' ? amount : -amount;
        sums.total += debit;
        if (!LOAN_ACCOUNTS.has(account)) continue;
        sums.byLoan.set(loanId ?? NO_LOAN, (sums.byLoan.get(loanId ?? NO_LOAN) ?? 0) + debit);
      }
    },
  };
}

export type PostedSums = ReturnType<typeof postedSums>;

const NO_LOAN = 0;

const LOAN_ACCOUNTS: ReadonlySet<string> = new Set([
  ACCOUNTS.loans.code,
  ACCOUNTS.loansRestructured.code,
  ACCOUNTS.loansRefinanced.code,
  ACCOUNTS.loansOverdue.code,
  ACCOUNTS.loansInCourt.code,
]);

/** Debits less credits of everything ever posted is zero in each currency. */
export function verifyTrialBalance({ byCurrency }: PostedSums, findings: Findings): void {
  for (const [currency, { total }] of byCurrency) {
    if (total !== 0) findings.add('trial_balance_not_zero', currency, `debit less credit is ${total} céntimos`);
  }
}

/**
 * The loans are the sub-ledger of the loan accounts: what each loan says is outstanding is what was posted for it, and
 * nothing stands on those accounts that belongs to no loan. Equal loan by loan, the totals are equal too.
 */
export async function verifyLoansAgainstLedger(
  trx: Knex.Transaction,
  institutionId: number,
  { byCurrency }: PostedSums,
  findings: Findings,
): Promise<void> {
  const differs = (currency: string, loanId: number, stored: Centimos, posted: Centimos): void => {
    if (stored === posted) return;
    const detail = `${currency}: the loan says ${stored} céntimos, the ledger ${posted}`;
    findings.add('loan_differs_from_ledger', loanId === NO_LOAN ? 'without a loan' : loanId, detail);
  };
  for await (const rows of outstandingPages(trx, institutionId)) {
    for (const { id, currency, stored } of rows) {
      const byLoan = byCurrency.get(currency)?.byLoan;
      differs(currency, id, stored, byLoan?.get(id) ?? 0);
      byLoan?.delete(id);
    }
  }
  for (const [currency, { byLoan }] of byCurrency) {
    for (const [loanId, posted] of byLoan) differs(currency, loanId, 0, posted);
  }
}

const PAGE_LOANS = 5_000;

interface OutstandingRow {
  readonly id: number;
  readonly currency: string;
  readonly stored: Centimos;
}

/** A loan that was written off has left the accounts. */
async function* outstandingPages(trx: Knex.Transaction, institutionId: number): AsyncGenerator<OutstandingRow[]> {
  for (let last = 0; ;) {
    const rows: OutstandingRow[] = await trx('loan')
      .where({ institution_id: institutionId })
      .andWhere('id', '>', last)
      .whereNot('status', 'written-off')
      .orderBy('id')
      .limit(PAGE_LOANS)
      .select('id', 'currency', 'principal_outstanding as stored');
    yield rows;
    const end = rows.at(-1);
    if (rows.length < PAGE_LOANS || !end) return;
    last = end.id;
  }
}
