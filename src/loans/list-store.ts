import type { Knex } from '../db/connect';
import { centimosOfSum } from '../ledger/balances';
import type { IsoDate } from '../lending/dates';
import { addDays } from '../lending/dates';
import type { Centimos } from '../lending/money';
import { searchKey } from '../web/fields';
import type { StoredStatus } from './store';

/** What narrows the list; a part that is left out does not. */
export interface LoanFilters {
  /** Part of a name, a DNI, or the number of a loan. */
  readonly text?: string | undefined;
  readonly state?: 'vigente' | 'atrasado' | 'pagado' | 'castigado' | undefined;
  readonly daysLate?: { readonly from: number; readonly to: number | undefined } | undefined;
  readonly department?: string | undefined;
  readonly partnerOrganisationId?: number | undefined;
  readonly lineId?: number | undefined;
  readonly productId?: number | undefined;
  readonly officerId?: number | undefined;
}

export interface ListedLoan {
  readonly id: number;
  readonly farmerId: number;
  readonly givenNames: string;
  readonly firstSurname: string;
  readonly secondSurname: string;
  readonly documentNumber: string;
  readonly phone: string | null;
  readonly community: string;
  readonly district: string;
  readonly department: string;
  readonly product: string;
  readonly organisation: string | null;
  readonly line: string;
  readonly officer: string;
  readonly currency: string;
  readonly principal: Centimos;
  readonly outstanding: Centimos;
  readonly status: StoredStatus;
  readonly disbursedOn: IsoDate;
  readonly oldestUnpaidDue: IsoDate | null;
  readonly nextDue: IsoDate | null;
  readonly nextAmount: Centimos | null;
}

/** The loans, those that are longest late first; closed ones last. Without a cut, all of them. */
export async function listLoans(
  db: Knex,
  institutionId: number,
  filters: LoanFilters,
  today: IsoDate,
  cut?: { readonly from: number; readonly rows: number },
): Promise<ListedLoan[]> {
  const query = narrowed(db, institutionId, filters, today)
    .join('product as p', (on) => on.on('p.institution_id', 'l.institution_id').on('p.id', 'l.product_id'))
    .join('staff as s', (on) => on.on('s.institution_id', 'l.institution_id').on('s.id', 'l.officer_id'))
    .join('credit_line as c', (on) => on.on('c.institution_id', 'l.institution_id').on('c.id', 'l.line_id'))
    .join('district as d', 'd.ubigeo', 'l.ubigeo')
    .leftJoin('partner_organisation as o', 'o.id', 'l.partner_organisation_id')
    .orderByRaw('case when l.oldest_unpaid_due is null then 1 else 0 end')
    .orderBy(['l.oldest_unpaid_due', 'l.id'])
    .select({
      id: 'l.id',
      farmerId: 'f.id',
      givenNames: 'f.given_names',
      firstSurname: 'f.first_surname',
      secondSurname: 'f.second_surname',
      documentNumber: 'f.document_number',
      phone: 'f.phone',
      community: 'f.community',
      district: 'd.name',
      department: 'd.department',
      product: 'p.name',
      organisation: 'o.name',
      line: 'c.name',
      officer: 's.name',
      currency: 'l.currency',
      principal: 'l.principal',
      outstanding: 'l.principal_outstanding',
      status: 'l.status',
      disbursedOn: 'l.disbursed_on',
      oldestUnpaidDue: 'l.oldest_unpaid_due',
      nextDue: 'l.next_due',
      nextAmount: 'l.next_amount',
    });
  if (cut) void query.offset(cut.from).limit(cut.rows);
  return (await query) as ListedLoan[];
}

/** Sums over the whole filtered set, one row per currency. */
export interface LoanTotals {
  readonly currency: string;
  readonly loans: number;
  readonly principal: Centimos;
  readonly outstanding: Centimos;
}

export async function totalLoans(
  db: Knex,
  institutionId: number,
  filters: LoanFilters,
  today: IsoDate,
): Promise<LoanTotals[]> {
  const rows = (await narrowed(db, institutionId, filters, today)
    .groupBy('l.currency')
    .orderBy('l.currency')
    .select(
      'l.currency',
      db.raw('count(*) as loans'),
      db.raw('sum(l.principal) as principal'),
      db.raw('sum(l.principal_outstanding) as outstanding'),
    )) as { currency: string; loans: number | string; principal: number | string; outstanding: number | string }[];
  return rows.map((row) => ({
    currency: row.currency,
    loans: Number(row.loans),
    principal: centimosOfSum(row.principal),
    outstanding: centimosOfSum(row.outstanding),
  }));
}

function narrowed(db: Knex, institutionId: number, filters: LoanFilters, today: IsoDate): Knex.QueryBuilder {
  const query = db('loan as l')
    .join('farmer as f', (on) => on.on('f.institution_id', 'l.institution_id').on('f.id', 'l.farmer_id'))
    .where('l.institution_id', institutionId);
  const { text, department, daysLate } = filters;
  if (text !== undefined) void query.where((either) => matchText(either, text));
  if (filters.state !== undefined) narrowState(query, filters.state, today);
  if (daysLate) narrowDaysLate(query, daysLate, today);
  if (department !== undefined) void query.whereLike('l.ubigeo', `${department}%`);
  if (filters.partnerOrganisationId !== undefined) {
    void query.where('l.partner_organisation_id', filters.partnerOrganisationId);
  }
  if (filters.lineId !== undefined) void query.where('l.line_id', filters.lineId);
  if (filters.productId !== undefined) void query.where('l.product_id', filters.productId);
  if (filters.officerId !== undefined) void query.where('l.officer_id', filters.officerId);
  return query;
}

/** Every word of a name must be there, in any order; a number is a loan or the beginning of a DNI. */
function matchText(either: Knex.QueryBuilder, text: string): void {
  const words = searchKey(text).split(' ').filter(Boolean);
  void either.where((all) => {
    for (const word of words) void all.whereRaw(`f.name_key like ? escape '!'`, [`%${literal(word)}%`]);
  });
  if (!/^\d{1,12}$/.test(text.trim())) return;
  void either.orWhereLike('f.document_number', `${text.trim()}%`);
  if (text.trim().length <= 9) void either.orWhere('l.id', Number(text.trim()));
}

function literal(word: string): string {
  return word.replaceAll(/[!%_]/g, '!$&');
}

function narrowState(query: Knex.QueryBuilder, state: NonNullable<LoanFilters['state']>, today: IsoDate): void {
  if (state === 'pagado') void query.whereIn('l.status', ['closed', 'overpaid']);
  else if (state === 'castigado') void query.where('l.status', 'written-off');
  else void query.where('l.status', 'active');
  if (state === 'atrasado') void query.where('l.oldest_unpaid_due', '<', today);
}

/** Days late follow from the due date: 9 to 30 days late today was due between 30 and 9 days ago. */
function narrowDaysLate(
  query: Knex.QueryBuilder,
  { from, to }: { from: number; to: number | undefined },
  today: IsoDate,
): void {
  void query.where('l.status', 'active');
  if (from > 0) void query.where('l.oldest_unpaid_due', '<=', addDays(today, -from));
  if (to !== undefined) void query.where('l.oldest_unpaid_due', '>=', addDays(today, -to));
}
