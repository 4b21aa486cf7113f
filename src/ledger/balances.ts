import type { Knex } from '../db/connect';
import type { Centimos } from '../lending/money';
import { ACCOUNTS, ofQuietAccounts, type QuietAccount } from './accounts';

export interface AccountBalance {
  readonly code: string;
  readonly name: string;
  readonly currency: string;
  readonly debit: Centimos;
  readonly credit: Centimos;
}

/** Debits and credits per account and currency of everything with a value date up to the day. */
export async function trialBalance(db: Knex, institutionId: number, asOf: string): Promise<AccountBalance[]> {
  const rows = (await db('entry as e')
    .join('journal as j', (on) => on.on('j.institution_id', 'e.institution_id').on('j.id', 'e.journal_id'))
    .join('ledger_account as a', (on) => on.on('a.institution_id', 'e.institution_id').on('a.code', 'e.account_code'))
    .where('e.institution_id', institutionId)
    .where('j.value_date', '<=', asOf)
    .groupBy('a.code', 'a.name', 'j.currency')
    .orderBy(['a.code', 'j.currency'])
    .select(
      'a.code',
      'a.name',
      'j.currency',
      db.raw(`sum(case e.side when 'debit' then e.amount else 0 end) as debit`),
      db.raw(`sum(case e.side when 'credit' then e.amount else 0 end) as credit`),
    )) as { code: string; name: string; currency: string; debit: number | string; credit: number | string }[];
  return rows.map((row) => ({ ...row, debit: centimosOfSum(row.debit), credit: centimosOfSum(row.credit) }));
}

/**
 * The entries `e` of some quiet accounts with their journals `j`, to add up. That they are quiet is said as the index says
 * it: SQLite cannot tell from a bound code that the account is among those of the index, and would read every entry.
 */
export function entriesOn(db: Knex, institutionId: number, accounts: readonly QuietAccount[]): Knex.QueryBuilder {
  return db('entry as e')
    .join('journal as j', (on) => on.on('j.institution_id', 'e.institution_id').on('j.id', 'e.journal_id'))
    .where('e.institution_id', institutionId)
    .whereIn(
      'e.account_code',
      accounts.map((name) => ACCOUNTS[name].code),
    )
    .whereRaw(ofQuietAccounts('e.account_code'));
}

/** SUM(bigint) is numeric on PostgreSQL and comes as text; on SQLite it is a number. Beyond 2^53 it throws. */
export function centimosOfSum(sum: number | string | null): Centimos {
  const value = Number(sum ?? 0);
  if (!Number.isSafeInteger(value)) throw new RangeError(`a sum is out of the safe range: ${sum}`);
  return value;
}
