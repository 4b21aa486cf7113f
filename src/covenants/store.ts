import type { Knex } from '../db/connect';
import type { IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';

export const FORMULAS = [
  'par-30',
  'par-30-refinanced',
  'write-offs',
  'risk-coverage',
  'uncovered-risk',
  'utilisation',
  'largest-department',
] as const;
export const OPERATORS = ['at-most', 'at-least'] as const;
export const TEST_EVERY = ['day', 'month', 'quarter'] as const;

export interface Covenant {
  readonly id: number;
  readonly lineId: number;
  readonly formula: (typeof FORMULAS)[number];
  readonly operator: (typeof OPERATORS)[number];
  /** In percent, as decimal text. */
  readonly threshold: string;
  readonly testEvery: (typeof TEST_EVERY)[number];
  readonly cureDays: number;
}

/** A value as what it is made of, in the currency of the line. */
export interface Measure {
  readonly part: Centimos;
  readonly whole: Centimos;
}

export interface Test extends Measure {
  readonly covenantId: number;
  readonly date: IsoDate;
  readonly met: boolean;
}

export interface Waiver {
  readonly covenantId: number;
  readonly from: IsoDate;
  readonly until: IsoDate;
  readonly reason: string;
}

/** Those of an institution, or of one of its lines. */
export async function covenantsOf(db: Knex, institutionId: number, lineId?: number): Promise<Covenant[]> {
  const query = db('covenant').where({ institution_id: institutionId }).orderBy('id');
  const rows: CovenantRow[] = await (lineId === undefined ? query : query.where({ line_id: lineId }));
  return rows.map((row) => ({
    id: row.id,
    lineId: row.line_id,
    formula: row.formula,
    operator: row.operator,
    threshold: row.threshold,
    testEvery: row.test_every,
    cureDays: row.cure_days,
  }));
}

interface CovenantRow {
  id: number;
  line_id: number;
  formula: Covenant['formula'];
  operator: Covenant['operator'];
  threshold: string;
  test_every: Covenant['testEvery'];
  cure_days: number;
}

/** The latest first. */
export async function testsOf(db: Knex, institutionId: number, covenantIds: readonly number[]): Promise<Test[]> {
  const rows: { covenant_id: number; date: IsoDate; part: number; whole: number; met: boolean | number }[] = await db(
    'covenant_test',
  )
    .where({ institution_id: institutionId })
    .whereIn('covenant_id', [...covenantIds])
    .orderBy('date', 'desc');
  return rows.map(({ covenant_id: covenantId, met, ...row }) => ({ ...row, covenantId, met: Boolean(met) }));
}

export async function waiversOf(db: Knex, institutionId: number, covenantIds: readonly number[]): Promise<Waiver[]> {
  const rows: { covenant_id: number; valid_from: IsoDate; valid_until: IsoDate; reason: string }[] = await db(
    'covenant_waiver',
  )
    .where({ institution_id: institutionId })
    .whereIn('covenant_id', [...covenantIds])
    .orderBy('valid_from');
  return rows.map((row) => ({
    covenantId: row.covenant_id,
    from: row.valid_from,
    until: row.valid_until,
    reason: row.reason,
  }));
}
