import type { Knex } from '../db/connect';
import type { IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';
import type { LineFunds } from './funds';
import type { LineCut, LineGroup } from './groups';

/** What a line's report tells of a day: its loans in groups, and where its money is. */
export interface LineFigures {
  readonly date: IsoDate;
  /** Frozen when the day was closed; otherwise by value date, and a payment booked later may still change it. */
  readonly frozen: boolean;
  readonly groups: readonly LineGroup[];
  readonly funds: LineFunds;
  /** Nothing where no day was closed by then. */
  readonly provision: Centimos | undefined;
}

/** The figures of a line as they were frozen at the end of a month; nothing where that day was not closed with them. */
export async function frozenFigures(
  db: Knex,
  institutionId: number,
  lineId: number,
  date: IsoDate,
): Promise<LineFigures | undefined> {
  const key = { institution_id: institutionId, line_id: lineId, date };
  const funds: Record<string, number> | undefined = await db('line_month_funds').where(key).first();
  if (!funds) return undefined;
  const rows: GroupRow[] = await db('line_month').where(key).orderBy(['cut', 'member']);
  return {
    date,
    frozen: true,
    groups: rows.map(groupOf),
    funds: {
      drawn: funds['drawn'] ?? 0,
      repaid: funds['repaid'] ?? 0,
      lent: funds['lent'] ?? 0,
      recovered: funds['recovered'] ?? 0,
      writtenOff: funds['written_off'] ?? 0,
      writtenOff12Months: funds['written_off_12_months'] ?? 0,
    },
    provision: funds['provision'],
  };
}

/** The balance of each line at the end of a month, where it was frozen. */
export async function frozenBalances(
  db: Knex,
  institutionId: number,
  date: IsoDate,
): Promise<ReadonlyMap<number, Centimos> | undefined> {
  const lines: { line_id: number }[] = await db('line_month_funds')
    .where({ institution_id: institutionId, date })
    .select('line_id');
  if (lines.length === 0) return undefined;
  const rows: { line_id: number; principal: Centimos }[] = await db('line_month')
    .where({ institution_id: institutionId, date, cut: 'all' })
    .select('line_id', 'principal');
  return new Map(rows.map((row) => [row.line_id, row.principal]));
}

interface GroupRow {
  line_id: number;
  cut: LineCut;
  member: string;
  loans: number;
  farmers: number;
  women: number;
  young: number;
  square_metres: number;
  principal: Centimos;
  late_1: Centimos;
  late_30: Centimos;
  late_90: Centimos;
  refinanced: Centimos;
  late_30_or_refinanced: Centimos;
}

function groupOf(row: GroupRow): LineGroup {
  return {
    lineId: row.line_id,
    cut: row.cut,
    member: row.member,
    loans: row.loans,
    farmers: row.farmers,
    women: row.women,
    young: row.young,
    squareMetres: row.square_metres,
    principal: row.principal,
    late1: row.late_1,
    late30: row.late_30,
    late90: row.late_90,
    refinanced: row.refinanced,
    late30OrRefinanced: row.late_30_or_refinanced,
  };
}
