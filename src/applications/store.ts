import type { Knex } from '../db/connect';
import type { Centimos } from '../lending/money';
import type { CashFlow } from './cash-flow';
import type { State } from './states';

export interface Application {
  readonly institutionId: number;
  readonly id: number;
  readonly farmerId: number;
  readonly officerId: number;
  readonly productId: number | null;
  readonly state: State;
  /** UTC instant of the last change of state. */
  readonly stateSince: string;
  readonly amount: Centimos | null;
  readonly purpose: string;
  readonly disburseOn: string | null;
  /** The fields of the request as its form shows them. */
  readonly request: Readonly<Record<string, string>> | null;
  /** JSON of contract 1; `parseTerms` reads it. */
  readonly terms: unknown;
  readonly cashFlow: CashFlow | null;
  readonly submittedBy: number | null;
  readonly decidedBy: number | null;
  /** Goes up with each change. */
  readonly version: number;
  readonly createdAt: string;
}

export async function findApplication(
  db: Knex,
  institutionId: number,
  applicationId: number,
): Promise<Application | undefined> {
  const row = (await db('application').where({ institution_id: institutionId, id: applicationId }).first()) as
    ApplicationRow | undefined;
  return row && applicationOf(row);
}

/** The application, locked until the transaction ends: two decisions on it take turns. */
export async function lockApplication(
  trx: Knex.Transaction,
  institutionId: number,
  applicationId: number,
): Promise<Application | undefined> {
  const row = (await trx('application')
    .where({ institution_id: institutionId, id: applicationId })
    .forUpdate()
    .first()) as ApplicationRow | undefined;
  return row && applicationOf(row);
}

/** The parcels that the application counts on. */
export async function parcelIdsOf(db: Knex, institutionId: number, applicationId: number): Promise<number[]> {
  const rows = (await db('application_parcel')
    .where({ institution_id: institutionId, application_id: applicationId })
    .orderBy('parcel_id')
    .select('parcel_id')) as { parcel_id: number }[];
  return rows.map((row) => row.parcel_id);
}

/** A change of state: who, when and why. */
export interface Step {
  readonly from: State | '';
  readonly to: State;
  readonly staffId: number | null;
  readonly staffName: string | null;
  readonly reason: string;
  readonly recordedAt: string;
}

/** The history of an application, the latest step first. */
export async function stepsOf(db: Knex, institutionId: number, applicationId: number): Promise<Step[]> {
  const rows = (await db('application_step as a')
    .leftJoin('staff as s', (on) => on.on('s.institution_id', 'a.institution_id').andOn('s.id', 'a.staff_id'))
    .where({ 'a.institution_id': institutionId, 'a.application_id': applicationId })
    .orderBy('a.id', 'desc')
    .select('a.*', 's.name as staff_name')) as StepRow[];
  return rows.map((row) => ({
    from: row.from_state,
    to: row.to_state,
    staffId: row.staff_id,
    staffName: row.staff_name,
    reason: row.reason,
    recordedAt: row.recorded_at,
  }));
}

interface StepRow {
  from_state: State | '';
  to_state: State;
  staff_id: number | null;
  staff_name: string | null;
  reason: string;
  recorded_at: string;
}

interface ApplicationRow {
  institution_id: number;
  id: number;
  farmer_id: number;
  officer_id: number;
  product_id: number | null;
  state: State;
  state_since: string;
  amount: Centimos | null;
  purpose: string;
  disburse_on: string | null;
  request: string | null;
  terms: string | null;
  cash_flow: string | null;
  submitted_by: number | null;
  decided_by: number | null;
  version: number;
  created_at: string;
}

function applicationOf(row: ApplicationRow): Application {
  return {
    institutionId: row.institution_id,
    id: row.id,
    farmerId: row.farmer_id,
    officerId: row.officer_id,
    productId: row.product_id,
    state: row.state,
    stateSince: row.state_since,
    amount: row.amount,
    purpose: row.purpose,
    disburseOn: row.disburse_on,
    request: row.request === null ? null : (JSON.parse(row.request) as Record<string, string>),
    terms: row.terms === null ? null : (JSON.parse(row.terms) as unknown),
    cashFlow: row.cash_flow === null ? null : (JSON.parse(row.cash_flow) as CashFlow),
    submittedBy: row.submitted_by,
    decidedBy: row.decided_by,
    version: row.version,
    createdAt: row.created_at,
  };
}
