import { engineOf, type Knex } from '../db/connect';
import { centimosOfSum } from '../ledger/balances';
import { addMonths, type IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';
import type { LinesOnDay } from './loans-on-day';

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

/**
 * By line; four statements for all lines of an institution, or for one of them. What came back is what was lent less what
 * of it is still with the farmers and what was written off: `loans` are rows as `loansAsKnown` has them, so that a payment
 * that is taken back after the day has still come back on it. Of 1,000 lent, 700 still owed and 100 written off: 200.
 */
export async function fundsOn(
  db: Knex,
  { institutionId, date, lineId }: Pick<LinesOnDay, 'institutionId' | 'date' | 'lineId'>,
  loans: Knex.QueryBuilder | string,
): Promise<(lineId: number) => LineFunds> {
  const moved = await movedBy(db, institutionId, date);
  const lent = await lentBy(db, institutionId, date, lineId);
  const owed = await owedBy(db, loans);
  const writtenOff = await writtenOffBy(db, institutionId, date, lineId);
  return (line) => {
    const funds = { ...NOTHING, ...moved.get(line), lent: lent.get(line) ?? 0, ...writtenOff.get(line) };
    return { ...funds, recovered: Math.max(0, funds.lent - (owed.get(line) ?? 0) - funds.writtenOff) };
  };
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

async function lentBy(db: Knex, institutionId: number, date: IsoDate, lineId?: number): Promise<Map<number, Centimos>> {
  const booked = db('loan_event as e')
    .whereRaw('e.institution_id = l.institution_id and e.loan_id = l.id')
    .where('e.type', 'disbursement')
    .where('e.booking_date', '<=', date)
    .select(db.raw('1'));
  const query = db('loan as l')
    .where('l.institution_id', institutionId)
    .whereExists(booked)
    .groupBy('l.line_id')
    .select('l.line_id', db.raw('sum(l.line_amount) as lent'));
  const rows: { line_id: number; lent: number | string }[] = await (lineId === undefined
    ? query
    : query.where('l.line_id', lineId));
  return new Map(rows.map((row) => [row.line_id, centimosOfSum(row.lent)]));
}

/** Of what the line lent: interest that joined the principal of a loan is the lender's. */
async function owedBy(db: Knex, loans: Knex.QueryBuilder | string): Promise<Map<number, Centimos>> {
  const rows: { line_id: number; owed: number | string }[] = await (
    typeof loans === 'string' ? db.from(`${loans} as r`) : db.from(loans.as('r'))
  )
    .groupBy('line_id')
    .select('line_id', db.raw('sum(case when principal > line_amount then line_amount else principal end) as owed'));
  return new Map(rows.map((row) => [row.line_id, centimosOfSum(row.owed)]));
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
