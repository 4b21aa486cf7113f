import type { Knex } from '../db/connect';
import { centimosOfSum } from '../ledger/balances';
import type { AccountKind } from '../ledger/accounts';
import type { IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';

/**
 * Two ways to ask for a past day. `known`: what had been booked by its end, which never changes once the day is closed.
 * `value`: what belongs to it by value date as it is known today, so that what came late is in it.
 */
export const BASES = ['known', 'value'] as const;
export type Basis = (typeof BASES)[number];

export interface AccountMovement {
  readonly code: string;
  readonly name: string;
  readonly kind: AccountKind;
  readonly currency: string;
  readonly debit: Centimos;
  readonly credit: Centimos;
}

/** Debits and credits of each account and currency from one day to another, both included, by code. */
export async function movementsBetween(
  db: Knex,
  institutionId: number,
  from: IsoDate,
  to: IsoDate,
  basis: Basis,
): Promise<AccountMovement[]> {
  const date = basis === 'known' ? 'j.booking_date' : 'j.value_date';
  const rows: (Omit<AccountMovement, 'debit' | 'credit'> & { debit: number | string; credit: number | string })[] =
    await db('entry as e')
      .join('journal as j', (on) => on.on('j.institution_id', 'e.institution_id').on('j.id', 'e.journal_id'))
      .join('ledger_account as a', (on) => on.on('a.institution_id', 'e.institution_id').on('a.code', 'e.account_code'))
      .where('e.institution_id', institutionId)
      .whereBetween(date, [from, to])
      .groupBy('a.code', 'a.name', 'a.kind', 'j.currency')
      .orderBy(['j.currency', 'a.code'])
      .select('a.code', 'a.name', 'a.kind', 'j.currency')
      .select(
        db.raw(`sum(case e.side when 'debit' then e.amount else 0 end) as debit`),
        db.raw(`sum(case e.side when 'credit' then e.amount else 0 end) as credit`),
      );
  return rows.map((row) => ({ ...row, debit: centimosOfSum(row.debit), credit: centimosOfSum(row.credit) }));
}

/** Before anything that was ever booked. */
export const FIRST_DAY: IsoDate = '1900-01-01';

/** Debits less credits: above zero for assets and expenses, below for what is owed and earned. */
export function balanceOf({ debit, credit }: Pick<AccountMovement, 'debit' | 'credit'>): Centimos {
  return debit - credit;
}
