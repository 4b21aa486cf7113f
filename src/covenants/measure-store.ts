import type { Knex } from '../db/connect';
import { centimosOfSum } from '../ledger/balances';
import type { IsoDate } from '../lending/dates';
import { dueBefore } from '../portfolio/ageing';
import { bookOn } from '../portfolio/book';
import type { Covenant, Measure } from './store';

/** The measures of every line of an institution on a day. */
export interface LineMeasures {
  readonly institutionId: number;
  readonly asOf: IsoDate;
  readonly today: IsoDate;
}

const CURRENCIES = ['PEN', 'USD'] as const;

/** By line and formula; three statements for all lines of the institution. */
export async function measuresOn(
  db: Knex,
  day: LineMeasures,
): Promise<(lineId: number, formula: Covenant['formula']) => Measure> {
  const lent: Lent[] = [];
  for (const currency of CURRENCIES) lent.push(...(await lentByLine(db, day, currency)));
  const used = await usedByLine(db, day);
  return (lineId, formula) => {
    if (formula === 'utilisation') return used.get(lineId) ?? { part: 0, whole: 0 };
    const own = lent.filter((row) => row.lineId === lineId);
    const whole = sumOf(own);
    if (formula === 'par-30') return { part: sumOf(own.filter((row) => row.late)), whole };
    const departments = [...new Set(own.map((row) => row.department))];
    const sums = departments.map((department) => sumOf(own.filter((row) => row.department === department)));
    return { part: Math.max(0, ...sums), whole };
  };
}

interface Lent {
  readonly lineId: number;
  readonly department: string;
  readonly late: boolean;
  readonly amount: number;
}

/** What is with the farmers, in the currency of the line. */
async function lentByLine(db: Knex, day: LineMeasures, currency: string): Promise<Lent[]> {
  const loans = db
    .from(bookOn(db, { ...day, currency }).as('b'))
    .join('loan as l', (on) => on.on('l.id', 'b.id').onVal('l.institution_id', day.institutionId))
    .select('b.line_id', db.raw('substr(b.ubigeo, 1, 2) as department'))
    .select(db.raw('case when b.oldest_due < ? then 1 else 0 end as late', [dueBefore(day.asOf, 30)]))
    .select(db.raw('cast(l.line_amount as double precision) * b.outstanding / l.principal as amount'));
  const rows: { line_id: number; department: string; late: number; amount: number | string }[] = await db
    .from(loans.as('x'))
    .groupBy('x.line_id', 'x.department', 'x.late')
    .select('x.line_id', 'x.department', 'x.late', db.raw('sum(x.amount) as amount'));
  return rows.map((row) => ({
    lineId: row.line_id,
    department: row.department,
    late: row.late === 1,
    amount: Math.round(Number(row.amount)),
  }));
}

/** What is owed to the funder, or was ever drawn where the line does not revolve, of the commitment. */
async function usedByLine(db: Knex, { institutionId, asOf }: LineMeasures): Promise<Map<number, Measure>> {
  const signed = (kind: string) =>
    `coalesce(sum(case when m.kind = '${kind}' then (case when m.reverses is null then m.amount else -m.amount end) else 0 end), 0)`;
  const rows: {
    id: number;
    commitment: number;
    revolving: boolean | number;
    drawn: number | string;
    repaid: number | string;
  }[] = await db('credit_line as c')
    .leftJoin('line_movement as m', (on) =>
      on
        .on('m.institution_id', 'c.institution_id')
        .on('m.line_id', 'c.id')
        .on('m.value_date', '<=', db.raw('?', [asOf])),
    )
    .where('c.institution_id', institutionId)
    .groupBy('c.id', 'c.commitment', 'c.revolving')
    .select('c.id', 'c.commitment', 'c.revolving')
    .select(db.raw(`${signed('drawdown')} as drawn, ${signed('repayment')} as repaid`));
  return new Map(
    rows.map((row) => {
      const drawn = centimosOfSum(row.drawn);
      const part = row.revolving ? drawn - centimosOfSum(row.repaid) : drawn;
      return [row.id, { part, whole: row.commitment }];
    }),
  );
}

function sumOf(rows: readonly Lent[]): number {
  return rows.reduce((sum, row) => sum + row.amount, 0);
}
