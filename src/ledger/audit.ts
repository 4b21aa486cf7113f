import type { Knex } from '../db/connect';
import { pipelined } from '../db/pipeline';
import type { By } from './by';
import { canonicalText, digestOf, keyedDigestOf } from './digest';
import type { PostedJournal } from './journal';

/** One thing that somebody did to one record. */
export interface Deed {
  /** A verb of the business in the past, `application-approved`; the timeline translates it. */
  readonly action: string;
  readonly entity: string;
  readonly entityId: number | string;
  /** What the timeline shows. Never a person's data: this row outlives the right to be forgotten. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** The record before and after; only their digests are kept. */
  readonly before?: unknown;
  readonly after?: unknown;
  /** The journals that were posted with it, which binds every journal to the chain. */
  readonly journals?: readonly PostedJournal[];
}

export const GENESIS = '0'.repeat(64);

/**
 * Adds a row to the institution's audit trail, chained by a keyed hash to the row before, in the transaction of what it
 * tells of. The head row is locked until commit, so the chain has no fork and `recorded_at` only goes up.
 */
export async function recordDeed(trx: Knex.Transaction, by: By, deed: Deed): Promise<void> {
  const { institutionId } = by.actor;
  const head = await lockHead(trx, institutionId);
  const row: AuditRow = {
    institution_id: institutionId,
    seq: head.seq + 1,
    prev_hash: head.hash,
    recorded_at: laterThan(head.recorded_at, by.clock.now()),
    actor_kind: by.actor.kind,
    actor_id: by.actor.id ?? null,
    actor_role: by.actor.role,
    request_id: by.actor.requestId,
    action: deed.action,
    entity: deed.entity,
    entity_id: String(deed.entityId),
    details: canonicalText({ ...deed.details, ...(deed.journals && { journals: deed.journals }) }),
    before_digest: digestOf([canonicalText(deed.before ?? null)]),
    after_digest: digestOf([canonicalText(deed.after ?? null)]),
  };
  const hash = chainHash(by.auditKey, row);
  const moved = { seq: row.seq, hash, recorded_at: row.recorded_at };
  await pipelined(trx, [
    () => trx('audit').insert({ ...row, hash }),
    () => trx('audit_head').where({ institution_id: institutionId }).update(moved),
  ]);
}

export interface AuditRow {
  institution_id: number;
  seq: number;
  prev_hash: string;
  recorded_at: string;
  actor_kind: string;
  actor_id: number | null;
  actor_role: string;
  request_id: string;
  action: string;
  entity: string;
  entity_id: string;
  details: string;
  before_digest: string;
  after_digest: string;
}

/** The hash of a row over the exact text that is stored, in one place for writing and for verifying. */
export function chainHash(key: string, row: AuditRow): string {
  return keyedDigestOf(key, [
    row.prev_hash,
    String(row.institution_id),
    String(row.seq),
    row.recorded_at,
    row.actor_kind,
    String(row.actor_id ?? ''),
    row.actor_role,
    row.request_id,
    row.action,
    row.entity,
    row.entity_id,
    row.details,
    row.before_digest,
    row.after_digest,
  ]);
}

interface Head {
  seq: number;
  hash: string;
  recorded_at: string;
}

async function lockHead(trx: Knex.Transaction, institutionId: number): Promise<Head> {
  const head = await readHead(trx, institutionId);
  if (head) return head;
  await trx('audit_head')
    .insert({ institution_id: institutionId, seq: 0, hash: GENESIS, recorded_at: '1970-01-01T00:00:00.000Z' })
    .onConflict('institution_id')
    .ignore();
  const first = await readHead(trx, institutionId);
  if (!first) throw new Error(`institution ${institutionId} has no audit head`);
  return first;
}

async function readHead(trx: Knex.Transaction, institutionId: number): Promise<Head | undefined> {
  return (await trx('audit_head').where({ institution_id: institutionId }).forUpdate().first()) as Head | undefined;
}

/** A clock that was set back does not turn the trail around: each row is at least a millisecond after the last. */
function laterThan(last: string, now: string): string {
  return now > last ? now : new Date(Date.parse(last) + 1).toISOString();
}
