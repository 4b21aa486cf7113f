import type { Knex } from '../db/connect';
import { ACCOUNTS } from '../ledger/accounts';
import { centimosOfSum } from '../ledger/balances';
import type { Findings } from './finding';

/** Debits less credits of everything ever posted is zero in each currency. */
export async function verifyTrialBalance(
  trx: Knex.Transaction,
  institutionId: number,
  findings: Findings,
): Promise<void> {
  const rows: {
    currency: string;
    difference: number | string;
  }[] = await trx('entry as e')
    .join('journal as j', (on) => on.on('j.institution_id', 'e.institution_id').on('j.id', 'e.journal_id'))
    .where('e.institution_id', institutionId)
    .groupBy('j.currency')
    .orderBy('j.currency')
    .select('j.currency', trx.raw(`sum(${DEBIT_LESS_CREDIT}) as difference`));
  for (const { currency, difference } of rows) {
    const amount = centimosOfSum(difference);
    if (amount !== 0) findings.add('trial_balance_not_zero', currency, `debit less credit is ${amount} céntimos`);
  }
}

/**
 * The loans are the sub-ledger of the loan accounts: what each loan says is outstanding is what was posted for it, and
 * nothing stands on those accounts that belongs to no loan. Equal loan by loan, the totals are equal too.
 */
export async function verifyLoansAgainstLedger(
  trx: Knex.Transaction,
  institutionId: number,
  findings: Findings,
): Promise<void> {
  const rows: {
    loan_id: number | null;
    currency: string;
    stored: number | string;
    posted: number | string;
  }[] = await trx
    .from(
      trx
        .unionAll([
          trx('loan')
            .where({ institution_id: institutionId })
            .whereNot('status', 'written-off')
            .select('id as loan_id', 'currency', 'principal_outstanding as stored', trx.raw('0 as posted')),
          trx('entry as e')
            .join('journal as j', (on) => on.on('j.institution_id', 'e.institution_id').on('j.id', 'e.journal_id'))
            .where('e.institution_id', institutionId)
            .whereIn('e.account_code', LOAN_ACCOUNTS)
            .groupBy('j.loan_id', 'j.currency')
            .select('j.loan_id', 'j.currency', trx.raw('0 as stored'), trx.raw(`sum(${DEBIT_LESS_CREDIT}) as posted`)),
        ])
        .as('both_sides'),
    )
    .groupBy('loan_id', 'currency')
    .havingRaw('sum(stored) <> sum(posted)')
    .orderBy('loan_id')
    .limit(1_000)
    .select('loan_id', 'currency', trx.raw('sum(stored) as stored'), trx.raw('sum(posted) as posted'));
  for (const { loan_id, currency, stored, posted } of rows) {
    findings.add(
      'loan_differs_from_ledger',
      loan_id ?? 'without a loan',
      `${currency}: the loan says ${centimosOfSum(stored)} céntimos, the ledger ${centimosOfSum(posted)}`,
    );
  }
}

const DEBIT_LESS_CREDIT = `case e.side when 'debit' then e.amount else -e.amount end`;

const LOAN_ACCOUNTS = [
  ACCOUNTS.loans.code,
  ACCOUNTS.loansRestructured.code,
  ACCOUNTS.loansRefinanced.code,
  ACCOUNTS.loansOverdue.code,
  ACCOUNTS.loansInCourt.code,
];
