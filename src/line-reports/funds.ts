import { engineOf, type Knex } from '../db/connect';
import { centimosOfSum } from '../ledger/balances';
import { addMonths, type IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';

/** Where the money of a line is, since the line began, in its currency, by what was booked up to a day. */
export interface LineFunds {
  readonly drawn: Centimos;
  readonly repaid: Centimos;
  readonly lent: Centimos;
  readonly recovered: Centimos;
  readonly writtenOff: Centimos;
  readonly writtenOff12Months: Centimos;
}

const NOTHING: LineFunds = { drawn: 0, repaid: 0, lent: 0, recovered: 0, writtenOff: 0, writtenOff12Months: 0 };

/** By line; three statements for all lines of an institution, or for one of them. */
export async function fundsOn(
  db: Knex,
  institutionId: number,
  date: IsoDate,
  lineId?: number,
): Promise<(lineId: number) => LineFunds> {
  const moved = await movedBy(db, institutionId, date);
  const lent = await lentBy(db, institutionId, date, lineId);
  const writtenOff = await writtenOffBy(db, institutionId, date, lineId);
  return (line) => ({ ...NOTHING, ...moved.get(line), ...lent.get(line), ...writtenOff.get(line) });
}

async function movedBy(db: Knex, institutionId: number, date: IsoDate) {
  const signed = (kind: string) =>
    `sum(case when m.kind <> '${kind}' then 0 when m.reverses is null then m.amount else -m.amount end)`;
  const rows: { line_id: number; drawn: number | string; repaid: number | string }[] = await db('line_movement as m')
    .join('journal as j', (on) => on.on('j.institution_id', 'm.institution_id').on('j.id', 'm.journal_id'))
    .where('m.institution_id', institutionId)
    .where('j.booking_date', '<=', date)
    .groupBy('m.line_id')
    .select('m.line_id', db.raw(`${signed('drawdown')} as drawn, ${signed('repayment')} as repaid`));
  return new Map(
    rows.map((row) => [row.line_id, { drawn: centimosOfSum(row.drawn), repaid: centimosOfSum(row.repaid) }]),
  );
}

/** What a line lent comes back first; interest that had joined the principal is the lender's. */
async function lentBy(db: Knex, institutionId: number, date: IsoDate, lineId?: number) {
  const repaid = db('allocation as a')
    .join('loan_event as e', (on) => on.on('e.institution_id', 'a.institution_id').on('e.id', 'a.event_id'))
    .where('a.institution_id', institutionId)
    .where('e.booking_date', '<=', date)
    .modify((query) => (lineId === undefined ? query : query.whereIn('a.loan_id', loansOf(db, institutionId, lineId))))
    .groupBy('a.loan_id')
    .select('a.loan_id', db.raw('sum(a.principal) as repaid'));
  const ofTheLine = 'case when r.repaid > l.principal then l.principal else coalesce(r.repaid, 0) end';
  const query = db('loan as l')
    .leftJoin(repaid.as('r'), 'r.loan_id', 'l.id')
    .where('l.institution_id', institutionId)
    .where('l.disbursed_on', '<=', date)
    .groupBy('l.line_id')
    .select('l.line_id', db.raw('sum(l.line_amount) as lent'))
    .select(db.raw(`sum(${share(db, ofTheLine)}) as recovered`));
  const rows: { line_id: number; lent: number | string; recovered: number | string }[] = await (lineId === undefined
    ? query
    : query.where('l.line_id', lineId));
  return new Map(
    rows.map((row) => [row.line_id, { lent: centimosOfSum(row.lent), recovered: centimosOfSum(row.recovered) }]),
  );
}

function loansOf(db: Knex, institutionId: number, lineId: number): Knex.QueryBuilder {
  return db('loan').where({ institution_id: institutionId, line_id: lineId }).select('id');
}

async function writtenOffBy(db: Knex, institutionId: number, date: IsoDate, lineId?: number) {
  const amount = share(db, 'e.amount');
  const query = db('loan_event as e')
    .join('loan as l', (on) => on.on('l.institution_id', 'e.institution_id').on('l.id', 'e.loan_id'))
    .where({ 'e.institution_id': institutionId, 'e.type': 'write-off' })
    .where('e.booking_date', '<=', date)
    .whereNotExists(
      db('loan_event as back')
        .whereRaw('back.institution_id = e.institution_id and back.reverses = e.id')
        .where('back.booking_date', '<=', date)
        .select(db.raw('1')),
    )
    .groupBy('l.line_id')
    .select('l.line_id', db.raw(`sum(${amount}) as total`))
    .select(db.raw(`sum(case when e.booking_date > ? then ${amount} else 0 end) as recent`, [addMonths(date, -12)]));
  const rows: { line_id: number; total: number | string; recent: number | string }[] = await (lineId === undefined
    ? query
    : query.where('l.line_id', lineId));
  return new Map(
    rows.map((row) => [
      row.line_id,
      { writtenOff: centimosOfSum(row.total), writtenOff12Months: centimosOfSum(row.recent) },
    ]),
  );
}

/** An amount of loan `l` in the currency of its line, to the cent. */
function share(db: Knex, amount: string): string {
  const twice = (factor: string) => `(2 * ${factor} * (${amount}) + l.principal) / (2 * l.principal)`;
  return engineOf(db) === 'pg'
    ? `cast(floor(${twice('cast(l.line_amount as numeric)')}) as bigint)`
    : `cast(${twice('l.line_amount')} as integer)`;
}
