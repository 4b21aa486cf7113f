import type { Knex } from '../db/connect';
import { centimosOfSum } from '../ledger/balances';
import { addDays, type IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';
import { listName, type Counted, type Named, type Whose } from './whose';

/** Which rows of a list: the first ones, or a page of it. */
export interface Cut {
  readonly from: number;
  readonly rows: number;
}

/** A loan that somebody is to be reminded of. */
export interface LoanToCollect {
  readonly loanId: number;
  readonly farmerName: string;
  readonly community: string;
  readonly district: string;
  readonly phone: string | null;
  readonly officer: string;
  readonly currency: string;
  /** The instalment's due date, or that of the oldest unpaid one. */
  readonly due: IsoDate;
  /** What is unpaid of the instalment, or of all that are late; late interest comes on top. */
  readonly amount: Centimos;
}

export const DAYS_AHEAD = 7;

export async function countDueSoon(db: Knex, whose: Whose, today: IsoDate): Promise<number> {
  const row: Counted = await dueSoon(db, whose, today).count({ count: '*' }).first();
  return Number(row?.count ?? 0);
}

/** Unpaid instalments from today on and up to seven days ahead, the next one first. */
export async function listDueSoon(db: Knex, whose: Whose, today: IsoDate, cut: Cut): Promise<LoanToCollect[]> {
  const rows: CollectRow[] = await withPeople(dueSoon(db, whose, today))
    .orderBy(['i.due', 'l.id', 'i.number'])
    .limit(cut.rows)
    .offset(cut.from)
    .select('l.id as loan_id', 'l.currency', 'i.due', db.raw('i.total - i.paid - i.waived as amount'));
  return rows.map(loanToCollect);
}

export async function countLate(db: Knex, whose: Whose, today: IsoDate): Promise<number> {
  const row: Counted = await late(db, whose, today).count({ count: '*' }).first();
  return Number(row?.count ?? 0);
}

/** Loans with an instalment that was due before today, the longest late first. */
export async function listLate(db: Knex, whose: Whose, today: IsoDate, cut: Cut): Promise<LoanToCollect[]> {
  const shown = late(db, whose, today)
    .orderBy(['l.oldest_unpaid_due', 'l.id'])
    .limit(cut.rows)
    .offset(cut.from)
    .select('l.*');
  const overdue = db('instalment as i')
    .whereRaw('i.institution_id = l.institution_id and i.loan_id = l.id')
    .where('i.due', '<', today)
    .select(db.raw('sum(i.total - i.paid - i.waived)'));
  const rows: CollectRow[] = await withPeople(db.from(shown.as('l')))
    .orderBy(['l.oldest_unpaid_due', 'l.id'])
    .select('l.id as loan_id', 'l.currency', 'l.oldest_unpaid_due as due', db.raw('? as amount', [overdue]));
  return rows.map(loanToCollect);
}

function dueSoon(db: Knex, { institutionId, officerId }: Whose, today: IsoDate): Knex.QueryBuilder {
  const query = db('instalment as i')
    .join('loan as l', (on) => on.on('l.institution_id', 'i.institution_id').on('l.id', 'i.loan_id'))
    .where({ 'i.institution_id': institutionId, 'l.status': 'active' })
    .whereBetween('i.due', [today, addDays(today, DAYS_AHEAD)])
    .whereRaw('i.paid + i.waived < i.total');
  return officerId === undefined ? query : query.where('l.officer_id', officerId);
}

function late(db: Knex, { institutionId, officerId }: Whose, today: IsoDate): Knex.QueryBuilder {
  const query = db('loan as l')
    .where({ 'l.institution_id': institutionId, 'l.status': 'active' })
    .where('l.oldest_unpaid_due', '<', today);
  return officerId === undefined ? query : query.where('l.officer_id', officerId);
}

function withPeople(query: Knex.QueryBuilder): Knex.QueryBuilder {
  return query
    .join('farmer as f', (on) => on.on('f.institution_id', 'l.institution_id').on('f.id', 'l.farmer_id'))
    .join('staff as s', (on) => on.on('s.institution_id', 'l.institution_id').on('s.id', 'l.officer_id'))
    .join('district as d', 'd.ubigeo', 'f.ubigeo')
    .select('f.given_names', 'f.first_surname', 'f.second_surname', 'f.community', 'f.phone')
    .select('d.name as district', 's.name as officer');
}

interface CollectRow extends Named {
  loan_id: number;
  community: string;
  district: string;
  phone: string | null;
  officer: string;
  currency: string;
  due: IsoDate;
  amount: number | string;
}

function loanToCollect(row: CollectRow): LoanToCollect {
  return {
    loanId: row.loan_id,
    farmerName: listName(row),
    community: row.community,
    district: row.district,
    phone: row.phone,
    officer: row.officer,
    currency: row.currency,
    due: row.due,
    amount: centimosOfSum(row.amount),
  };
}
