import type { Knex } from '../db/connect';
import type { ParameterName } from './kinds';

export type ParameterStatus = 'published' | 'assumption' | 'entered';

/** Decimal texts by the key of the figure. */
export type Figures = Readonly<Record<string, string>>;

export interface Parameter {
  readonly name: ParameterName;
  readonly validFrom: string;
  /** The last day on which the source says it holds; left open where it holds until the next value. */
  readonly validTo: string | null;
  readonly figures: Figures;
  readonly source: string;
  readonly status: ParameterStatus;
  readonly recordedAt: string;
  readonly staffId: number | null;
}

/**
 * The value that holds on a date: the one with the latest start that is not after it. Nothing where that value has ended
 * by then: after the last published rate cap the cap is unknown, and not the last one.
 */
export async function parameterOn(
  db: Knex,
  institutionId: number,
  name: ParameterName,
  date: string,
): Promise<Parameter | undefined> {
  const row = (await db('parameter')
    .where({ institution_id: institutionId, name })
    .andWhere('valid_from', '<=', date)
    .orderBy('valid_from', 'desc')
    .first()) as ParameterRow | undefined;
  return row && holdingOn(row, date);
}

/** Several of them at once; what is not known on that date is left out. */
export async function parametersOn(
  db: Knex,
  institutionId: number,
  names: readonly ParameterName[],
  date: string,
): Promise<ReadonlyMap<ParameterName, Parameter>> {
  const rows = (await db('parameter')
    .where({ institution_id: institutionId })
    .whereIn('name', [...names])
    .andWhere('valid_from', '<=', date)
    .orderBy('valid_from')) as ParameterRow[];
  const latest = new Map(rows.map((row) => [row.name, row]));
  const known = new Map<ParameterName, Parameter>();
  for (const [name, row] of latest) {
    const parameter = holdingOn(row, date);
    if (parameter) known.set(name, parameter);
  }
  return known;
}

function holdingOn(row: ParameterRow, date: string): Parameter | undefined {
  return row.valid_to !== null && row.valid_to < date ? undefined : fromRow(row);
}

/** Every value of a name, the latest start first. */
export async function historyOf(db: Knex, institutionId: number, name: ParameterName): Promise<Parameter[]> {
  const rows = (await db('parameter')
    .where({ institution_id: institutionId, name })
    .orderBy('valid_from', 'desc')) as ParameterRow[];
  return rows.map(fromRow);
}

export async function institutionKind(db: Knex, institutionId: number): Promise<'lender' | 'facilitator'> {
  const row = (await db('institution').where({ id: institutionId }).first('kind')) as
    { kind: 'lender' | 'facilitator' } | undefined;
  if (!row) throw new Error(`institution ${institutionId} does not exist`);
  return row.kind;
}

export async function insertParameters(trx: Knex.Transaction, institutionId: number, values: readonly Parameter[]) {
  const rows = values.map((value) => toRow(institutionId, value));
  await trx.batchInsert('parameter', rows, 50);
}

interface ParameterRow {
  institution_id: number;
  name: ParameterName;
  valid_from: string;
  valid_to: string | null;
  value: string;
  source: string;
  status: ParameterStatus;
  recorded_at: string;
  staff_id: number | null;
}

function fromRow(row: ParameterRow): Parameter {
  return {
    name: row.name,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    figures: JSON.parse(row.value) as Figures,
    source: row.source,
    status: row.status,
    recordedAt: row.recorded_at,
    staffId: row.staff_id,
  };
}

function toRow(institutionId: number, value: Parameter): ParameterRow {
  return {
    institution_id: institutionId,
    name: value.name,
    valid_from: value.validFrom,
    valid_to: value.validTo,
    value: JSON.stringify(value.figures),
    source: value.source,
    status: value.status,
    recorded_at: value.recordedAt,
    staff_id: value.staffId,
  };
}
