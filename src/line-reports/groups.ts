import type { Knex } from '../db/connect';
import { centimosOfSum } from '../ledger/balances';
import type { Centimos } from '../lending/money';

/** What the loans of a line are divided by, and where the group of a row of `loansAsKnown` stands. */
const MEMBERS = {
  all: `''`,
  department: 'department',
  product: 'cast(product_id as varchar(20))',
  'days-late': 'cast(days_late_from as varchar(20))',
} as const;

export type LineCut = keyof typeof MEMBERS;
export const LINE_CUTS = Object.keys(MEMBERS) as LineCut[];

/** Some of the loans of a line. Each farmer and each parcel counts once; amounts are in the line's currency. */
export interface LineGroup {
  readonly lineId: number;
  readonly cut: LineCut;
  readonly member: string;
  readonly loans: number;
  readonly farmers: number;
  readonly women: number;
  readonly young: number;
  readonly squareMetres: number;
  readonly principal: Centimos;
  /** Of the loans that are more than so many days late. */
  readonly late1: Centimos;
  readonly late30: Centimos;
  readonly late90: Centimos;
  readonly refinanced: Centimos;
  /** More than 30 days late or refinanced, each loan once. */
  readonly late30OrRefinanced: Centimos;
}

/** The groups of one cut; `loans` are rows as `loansAsKnown` has them, or the name of a table that holds them. */
export async function groupsBy(
  db: Knex,
  institutionId: number,
  loans: Knex.QueryBuilder | string,
  cut: LineCut,
): Promise<LineGroup[]> {
  const rows = typeof loans === 'string' ? db.from(`${loans} as r`) : db.from(loans.as('r'));
  const member = db.raw(`${MEMBERS[cut]} as member`);
  const byFarmer = rows
    .clone()
    .groupBy('line_id', 'member', 'farmer_id')
    .select('line_id', member, 'farmer_id')
    .select(db.raw('count(*) as loans, max(woman) as woman, max(young) as young, sum(principal) as principal'))
    .select(
      sumWhere(db, 'days_late_from > 1', 'late_1'),
      sumWhere(db, 'days_late_from > 30', 'late_30'),
      sumWhere(db, 'days_late_from > 90', 'late_90'),
      sumWhere(db, 'refinanced = 1', 'refinanced'),
      sumWhere(db, 'days_late_from > 30 or refinanced = 1', 'late_30_or_refinanced'),
    );
  const groups: Record<string, number | string>[] = await db
    .from(byFarmer.as('g'))
    .groupBy('line_id', 'member')
    .orderBy(['line_id', 'member'])
    .select('line_id', 'member', db.raw('count(*) as farmers, sum(woman) as women'))
    .select(['loans', 'young', ...AMOUNTS].map((name) => db.raw('sum(??) as ??', [name, name])));
  const areas = await squareMetres(db, institutionId, rows, member);
  return groups.map((row) => ({
    lineId: Number(row['line_id']),
    cut,
    member: String(row['member']),
    loans: Number(row['loans']),
    farmers: Number(row['farmers']),
    women: Number(row['women']),
    young: Number(row['young']),
    squareMetres: areas.get(`${row['line_id']}:${row['member']}`) ?? 0,
    principal: centimosOfSum(row['principal'] ?? 0),
    late1: centimosOfSum(row['late_1'] ?? 0),
    late30: centimosOfSum(row['late_30'] ?? 0),
    late90: centimosOfSum(row['late_90'] ?? 0),
    refinanced: centimosOfSum(row['refinanced'] ?? 0),
    late30OrRefinanced: centimosOfSum(row['late_30_or_refinanced'] ?? 0),
  }));
}

const AMOUNTS = ['principal', 'late_1', 'late_30', 'late_90', 'refinanced', 'late_30_or_refinanced'];

function sumWhere(db: Knex, condition: string, name: string): Knex.Raw {
  return db.raw(`sum(case when ${condition} then principal else 0 end) as ${name}`);
}

/** Of the parcels that the loans were asked for. */
async function squareMetres(
  db: Knex,
  institutionId: number,
  rows: Knex.QueryBuilder,
  member: Knex.Raw,
): Promise<Map<string, number>> {
  const parcels = rows
    .clone()
    .join('application_parcel as ap', (on) =>
      on.on('ap.application_id', 'r.application_id').onVal('ap.institution_id', institutionId),
    )
    .join('parcel as p', (on) => on.on('p.institution_id', 'ap.institution_id').on('p.id', 'ap.parcel_id'))
    .distinct('r.line_id', member, 'p.id', db.raw('cast(round(p.area_ha * 10000) as bigint) as area'));
  const sums: { line_id: number; member: string; area: number | string }[] = await db
    .from(parcels.as('q'))
    .groupBy('line_id', 'member')
    .select('line_id', 'member', db.raw('sum(area) as area'));
  return new Map(sums.map((row) => [`${row.line_id}:${row.member}`, Number(row.area)]));
}
