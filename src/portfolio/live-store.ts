import type { Knex } from '../db/connect';
import { centimosOfSum, entriesOn } from '../ledger/balances';
import { addMonths, type IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';
import { overdueTableOn } from '../parameters/read-debtors';
import { bookOn, segmentColumn, type Book } from './book';
import type { MemberRow } from './figures';
import { modifiedLoans, overdueColumn } from './situation';
import { DIMENSIONS, narrowTo, NO_ORGANISATION, type Members } from './store';

/**
 * The portfolio in one statement over its loans, grouped by everything that is shown; each group is then counted under the
 * whole and under its member of each dimension. Provisions are not of single loans: they are null here.
 */
export async function liveRows(db: Knex, book: Book, members: Members): Promise<MemberRow[]> {
  const overdue = await overdueTableOn(db, book.institutionId, book.asOf);
  const judged = narrowTo(db.from(bookOn(db, book).as('b')), members)
    .join('product as p', (on) => on.on('p.id', 'b.product_id').onVal('p.institution_id', book.institutionId))
    .leftJoin(modifiedLoans(db, book).as('m'), 'm.loan_id', 'b.id')
    .select(db.raw('substr(b.ubigeo, 1, 2) as department'))
    .select('b.product_id as product', 'b.officer_id as officer', 'b.line_id as line', 'b.outstanding')
    .select('b.partner_organisation_id as organisation', 'm.loan_id as modified', segmentColumn(db, book.asOf))
    .select(db.raw('? as overdue', [overdueColumn(db, book, overdue)]))
    .join('instalment as f', (on) =>
      on.on('f.loan_id', 'b.id').onVal('f.institution_id', book.institutionId).onVal('f.number', 1),
    )
    .select(
      db.raw('case when f.due > ? then 1 when f.total = 0 and not exists ? then 1 else 0 end as untested', [
        book.asOf,
        anythingDue(db, book),
      ]),
    )
    // Each loan is judged once: without a limit its columns would be worked out anew for each sum.
    .limit(Number.MAX_SAFE_INTEGER);
  const groups = [...DIMENSIONS, 'segment'];
  const rows: GroupRow[] = await db
    .from(judged.as('j'))
    .groupBy(groups)
    .select(groups)
    .select(db.raw('count(*) as loans, sum(outstanding) as principal'))
    .select(db.raw('sum(case when overdue = 1 then outstanding else 0 end) as overdue'))
    .select(db.raw('sum(case when overdue = 0 and modified is not null then outstanding else 0 end) as refinanced'))
    .select(db.raw('sum(case when modified is not null then outstanding else 0 end) as modified'))
    .select(db.raw('sum(case when untested = 1 then outstanding else 0 end) as untested'));
  return rows.flatMap((row) => memberRowsOf(row, overdue !== undefined));
}

interface GroupRow {
  department: string;
  product: number;
  officer: number;
  organisation: number | null;
  line: number;
  segment: number | string;
  loans: number | string;
  principal: number | string;
  overdue: number | string;
  refinanced: number | string;
  modified: number | string;
  untested: number | string;
}

function memberRowsOf(row: GroupRow, isSituated: boolean): MemberRow[] {
  const part = {
    segment: Number(row.segment),
    loans: Number(row.loans),
    principal: centimosOfSum(row.principal),
    overdue: isSituated ? centimosOfSum(row.overdue) : null,
    refinanced: isSituated ? centimosOfSum(row.refinanced) : null,
    modified: centimosOfSum(row.modified),
    untested: centimosOfSum(row.untested),
    provision: null,
  };
  return [
    { dimension: 'all', member: '', ...part },
    ...DIMENSIONS.map((dimension): MemberRow => ({
      dimension,
      member: row[dimension] === null ? NO_ORGANISATION : String(row[dimension]),
      ...part,
    })),
  ];
}

/** An instalment of loan `b` that has something to pay has fallen due; asked only of loans that begin with a grace. */
function anythingDue(db: Knex, { institutionId, asOf }: Book): Knex.QueryBuilder {
  return db('instalment as d')
    .where('d.institution_id', institutionId)
    .whereRaw('d.loan_id = b.id')
    .where('d.number', '>', 0)
    .where('d.due', '<=', asOf)
    .where('d.total', '>', 0)
    .select(db.raw('1'));
}

export async function countFarmers(db: Knex, book: Book, members: Members = {}): Promise<number> {
  const row: { farmers: number } | undefined = await narrowTo(db.from(bookOn(db, book).as('b')), members)
    .countDistinct({ farmers: 'b.farmer_id' })
    .first();
  return row?.farmers ?? 0;
}

/** What the books have set aside for loans of the currency, of what was booked by the day. */
export async function provisionHeld(db: Knex, { institutionId, currency, asOf }: Book): Promise<Centimos> {
  const row: { held: number | string | null } | undefined = await entriesOn(db, institutionId, ['provision'])
    .where('j.currency', currency)
    .where('j.booking_date', '<=', asOf)
    .first(db.raw(`sum(case e.side when 'credit' then e.amount else -e.amount end) as held`));
  return centimosOfSum(row?.held ?? 0);
}

/** Principal written off in the twelve months that end with the day, of what was booked by `knownOn`. */
export async function writtenOff(db: Knex, book: Book, members: Members, knownOn: IsoDate): Promise<Centimos> {
  const { institutionId, currency, asOf } = book;
  const ofYear = db('loan_event as e')
    .join('loan as b', (on) => on.on('b.institution_id', 'e.institution_id').on('b.id', 'e.loan_id'))
    .where({ 'e.institution_id': institutionId, 'b.currency': currency })
    // As the index of write-offs says it.
    .whereRaw(`e.type = 'write-off'`)
    .where('e.value_date', '>', addMonths(asOf, -12))
    .where('e.value_date', '<=', asOf)
    .where('e.booking_date', '<=', knownOn);
  const row: { amount: number | string | null } | undefined = await narrowTo(ofYear, members)
    .sum({ amount: 'e.amount' })
    .first();
  return centimosOfSum(row?.amount ?? 0);
}
