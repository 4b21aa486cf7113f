import type { Knex } from '../db/connect';
import { PAGE_ROWS } from '../web/pagination';

/** A row of the audit trail as it is read, with the name of the person where they are staff of the institution. */
export interface Deed {
  readonly seq: number;
  /** UTC instant. */
  readonly recordedAt: string;
  readonly actorKind: 'staff' | 'farmer' | 'system';
  readonly actorRole: string;
  readonly actorName: string | null;
  readonly action: string;
  readonly entity: string;
  readonly entityId: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Any part left out does not narrow. Instants are UTC; `before` is the first one that is too late. */
export interface DeedFilter {
  readonly action?: string;
  readonly entity?: string;
  readonly entityId?: string;
  readonly staffId?: number;
  readonly from?: string;
  readonly before?: string;
}

/** A file of the log holds the newest so many; who needs more narrows by dates. */
export const EXPORT_ROWS_MAX = 50_000;

/** What happened to one record, newest first. */
export async function deedsOn(
  db: Knex,
  institutionId: number,
  entity: string,
  entityId: number | string,
  rowsMax: number,
): Promise<Deed[]> {
  const rows = await narrowed(db, institutionId, { entity, entityId: String(entityId) })
    .orderBy('a.seq', 'desc')
    .limit(rowsMax)
    .select(COLUMNS);
  return rows.map(deedOf);
}

export async function countDeeds(db: Knex, institutionId: number, filter: DeedFilter): Promise<number> {
  const row: { rows: number } | undefined = await narrowed(db, institutionId, filter).count({ rows: '*' }).first();
  return row?.rows ?? 0;
}

/** One page of the log, newest first; page 1 is the newest. */
export async function pageOfDeeds(db: Knex, institutionId: number, filter: DeedFilter, page: number): Promise<Deed[]> {
  const rows = await narrowed(db, institutionId, filter)
    .orderBy('a.seq', 'desc')
    .limit(PAGE_ROWS)
    .offset((page - 1) * PAGE_ROWS)
    .select(COLUMNS);
  return rows.map(deedOf);
}

export async function newestDeeds(db: Knex, institutionId: number, filter: DeedFilter): Promise<Deed[]> {
  const rows = await narrowed(db, institutionId, filter)
    .orderBy('a.seq', 'desc')
    .limit(EXPORT_ROWS_MAX)
    .select(COLUMNS);
  return rows.map(deedOf);
}

/** The people of the institution, for the filter by person. */
export async function staffNames(db: Knex, institutionId: number): Promise<{ id: number; name: string }[]> {
  return db('staff').where({ institution_id: institutionId }).orderBy(['name', 'id']).select('id', 'name');
}

const COLUMNS = [
  'a.seq',
  'a.recorded_at',
  'a.actor_kind',
  'a.actor_role',
  'a.action',
  'a.entity',
  'a.entity_id',
  'a.details',
  's.name as actor_name',
];

interface DeedRow {
  seq: number;
  recorded_at: string;
  actor_kind: Deed['actorKind'];
  actor_role: string;
  actor_name: string | null;
  action: string;
  entity: string;
  entity_id: string;
  details: string;
}

function deedOf(row: DeedRow): Deed {
  return {
    seq: row.seq,
    recordedAt: row.recorded_at,
    actorKind: row.actor_kind,
    actorRole: row.actor_role,
    actorName: row.actor_name,
    action: row.action,
    entity: row.entity,
    entityId: row.entity_id,
    details: JSON.parse(row.details),
  };
}

function narrowed(db: Knex, institutionId: number, filter: DeedFilter): Knex.QueryBuilder {
  const query = db('audit as a')
    .leftJoin('staff as s', (on) =>
      on.on('s.institution_id', 'a.institution_id').on('s.id', 'a.actor_id').onVal('a.actor_kind', 'staff'),
    )
    .where('a.institution_id', institutionId);
  if (filter.action !== undefined) void query.where('a.action', filter.action);
  if (filter.entity !== undefined) void query.where('a.entity', filter.entity);
  if (filter.entityId !== undefined) void query.where('a.entity_id', filter.entityId);
  if (filter.staffId !== undefined) void query.where({ 'a.actor_kind': 'staff', 'a.actor_id': filter.staffId });
  if (filter.from !== undefined) void query.where('a.recorded_at', '>=', filter.from);
  if (filter.before !== undefined) void query.where('a.recorded_at', '<', filter.before);
  return query;
}
