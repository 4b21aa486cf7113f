import type { Knex } from '../db/connect';
import { centimosOfSum } from '../ledger/balances';
import { Decimal } from '../lending/decimal';
import type { Centimos } from '../lending/money';
import type { CreditLine } from './store';

type LineKey = Pick<CreditLine, 'institutionId' | 'id'>;

/** What the money of a line made possible. The amount is in the line's currency. */
export interface Reach {
  readonly loans: number;
  readonly farmers: number;
  readonly women: number;
  readonly hectares: Decimal;
  readonly lent: Centimos;
}

export interface LineReach {
  /** Each farmer and each parcel once, whatever departments their loans were made in. */
  readonly total: Reach;
  readonly regions: readonly (Reach & { readonly department: string })[];
}

/** For whom the line was: the loans ever made from it, in all and by the department of the farmer. No names. */
export async function reachOfLine(db: Knex, line: LineKey): Promise<LineReach> {
  const people = reachQuery(db, line);
  const totals: ReachRow[] = await people.clone().select(...reachColumns(db));
  const byDepartment: (ReachRow & { department: string })[] = await people
    .clone()
    .groupBy('d.department_code', 'd.department')
    .orderBy('d.department_code')
    .select('d.department', ...reachColumns(db));
  const parcels = await financedParcels(db, line);
  return {
    total: reachOf(totals[0], parcels),
    regions: byDepartment.map((row) => ({
      department: row.department,
      ...reachOf(
        row,
        parcels.filter((parcel) => parcel.department === row.department),
      ),
    })),
  };
}

interface ReachRow {
  loans: number | string;
  farmers: number | string;
  women: number | string;
  lent: number | string | null;
}

interface FinancedParcel {
  id: number;
  department: string;
  area_ha: string;
}

function reachOf(row: ReachRow | undefined, parcels: readonly FinancedParcel[]): Reach {
  const areas = new Map(parcels.map((parcel) => [parcel.id, parcel.area_ha]));
  return {
    loans: Number(row?.loans ?? 0),
    farmers: Number(row?.farmers ?? 0),
    women: Number(row?.women ?? 0),
    lent: centimosOfSum(row?.lent ?? 0),
    hectares: [...areas.values()].reduce((sum, area) => sum.plus(area), new Decimal(0)),
  };
}

function reachQuery(db: Knex, line: LineKey): Knex.QueryBuilder {
  return db('loan as l')
    .join('farmer as f', (on) => on.on('f.institution_id', 'l.institution_id').on('f.id', 'l.farmer_id'))
    .join('district as d', 'd.ubigeo', 'l.ubigeo')
    .where({ 'l.institution_id': line.institutionId, 'l.line_id': line.id });
}

function reachColumns(db: Knex): Knex.Raw[] {
  return [
    db.raw('count(*) as loans'),
    db.raw('count(distinct l.farmer_id) as farmers'),
    db.raw(`count(distinct case f.sex when 'F' then l.farmer_id end) as women`),
    db.raw('sum(l.line_amount) as lent'),
  ];
}

/** The parcels behind the loans, with the departments of the loans. */
async function financedParcels(db: Knex, line: LineKey): Promise<FinancedParcel[]> {
  return db('loan as l')
    .join('application_parcel as ap', (on) =>
      on.on('ap.institution_id', 'l.institution_id').on('ap.application_id', 'l.application_id'),
    )
    .join('parcel as p', (on) => on.on('p.institution_id', 'ap.institution_id').on('p.id', 'ap.parcel_id'))
    .join('district as d', 'd.ubigeo', 'l.ubigeo')
    .where({ 'l.institution_id': line.institutionId, 'l.line_id': line.id })
    .distinct('p.id', 'd.department', 'p.area_ha');
}
