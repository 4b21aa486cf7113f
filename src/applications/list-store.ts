import type { Knex } from '../db/connect';
import { fullName } from '../farmers/rows';
import type { Centimos } from '../lending/money';
import { searchKey } from '../web/fields';
import { OPEN_STATES, STATES, type State } from './states';

export interface ApplicationFilters {
  /** Words of the farmer's name without accents, or the beginning of a document. */
  readonly text: string;
  readonly states: readonly State[];
  readonly officerId: number | undefined;
  readonly productId: number | undefined;
}

export interface ListedApplication {
  readonly id: number;
  readonly farmerId: number;
  readonly farmer: string;
  readonly document: string;
  readonly product: string | null;
  readonly currency: string;
  readonly amount: Centimos | null;
  readonly state: State;
  readonly stateSince: string;
  readonly officer: string;
  /** Who began the evaluation, while it goes on. */
  readonly evaluator: string | undefined;
}

export function statesOf(estado: '' | 'todas' | State): readonly State[] {
  if (estado === '') return OPEN_STATES;
  return estado === 'todas' ? STATES : [estado];
}

/** The applications that pass the filters, those that wait longest first; `cut` is a page of them. */
export async function listApplications(
  db: Knex,
  institutionId: number,
  filters: ApplicationFilters,
  cut?: { readonly from: number; readonly rows: number },
): Promise<ListedApplication[]> {
  const query = matching(db, institutionId, filters)
    .whereIn('a.state', [...filters.states])
    .join('staff as s', (on) => on.on('s.institution_id', 'a.institution_id').andOn('s.id', 'a.officer_id'))
    .leftJoin('product as p', (on) => on.on('p.institution_id', 'a.institution_id').andOn('p.id', 'a.product_id'))
    .orderBy(['a.state_since', 'a.id'])
    .select(
      'a.*',
      'f.given_names',
      'f.first_surname',
      'f.second_surname',
      'f.document_number',
      'p.name as product',
      'p.currency',
      's.name as officer',
    );
  if (cut) void query.limit(cut.rows).offset(cut.from);
  const rows = (await query) as ListedRow[];
  const evaluated = rows.filter((row) => row.state === 'in-evaluation').map((row) => row.id);
  const evaluators = await evaluatorsOf(db, institutionId, evaluated);
  return rows.map((row) => ({
    id: row.id,
    farmerId: row.farmer_id,
    farmer: fullName({
      givenNames: row.given_names,
      firstSurname: row.first_surname,
      secondSurname: row.second_surname,
    }),
    document: row.document_number,
    product: row.product,
    currency: row.currency ?? 'PEN',
    amount: row.amount,
    state: row.state,
    stateSince: row.state_since,
    officer: row.officer,
    evaluator: evaluators.get(row.id),
  }));
}

/** How many applications stand in each state, whatever state the list shows. */
export async function countByState(
  db: Knex,
  institutionId: number,
  filters: ApplicationFilters,
): Promise<ReadonlyMap<State, number>> {
  const rows = (await matching(db, institutionId, filters)
    .groupBy('a.state')
    .select('a.state')
    .count({ rows: '*' })) as unknown as { state: State; rows: number }[];
  return new Map(rows.map((row) => [row.state, row.rows]));
}

function matching(db: Knex, institutionId: number, filters: ApplicationFilters): Knex.QueryBuilder {
  const query = db('application as a')
    .join('farmer as f', (on) => on.on('f.institution_id', 'a.institution_id').andOn('f.id', 'a.farmer_id'))
    .where({ 'a.institution_id': institutionId });
  if (filters.officerId !== undefined) void query.where({ 'a.officer_id': filters.officerId });
  if (filters.productId !== undefined) void query.where({ 'a.product_id': filters.productId });
  for (const word of searchKey(filters.text).split(' ').filter(Boolean)) {
    const pattern = word.replace(/[\\%_]/g, String.raw`\$&`);
    void query.whereRaw(String.raw`(f.name_key like ? escape '\' or f.document_number like ? escape '\')`, [
      `%${pattern}%`,
      `${pattern.toUpperCase()}%`,
    ]);
  }
  return query;
}

/** By application, the staff member who took it into evaluation last. */
async function evaluatorsOf(
  db: Knex,
  institutionId: number,
  applicationIds: readonly number[],
): Promise<Map<number, string>> {
  const rows = (await db('application_step as a')
    .join('staff as s', (on) => on.on('s.institution_id', 'a.institution_id').andOn('s.id', 'a.staff_id'))
    .where({ 'a.institution_id': institutionId, 'a.to_state': 'in-evaluation' })
    .whereIn('a.application_id', [...applicationIds])
    .orderBy('a.id')
    .select('a.application_id', 's.name')) as { application_id: number; name: string }[];
  return new Map(rows.map((row) => [row.application_id, row.name]));
}

interface ListedRow {
  id: number;
  farmer_id: number;
  given_names: string;
  first_surname: string;
  second_surname: string;
  document_number: string;
  product: string | null;
  currency: string | null;
  amount: number | null;
  state: State;
  state_since: string;
  officer: string;
}
