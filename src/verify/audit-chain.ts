import type { Knex } from '../db/connect';
import { leanRows } from '../db/values';
import { chainHash, GENESIS, type AuditRow } from '../ledger/audit';
import type { PostedJournal } from '../ledger/journal';
import type { Findings } from './finding';

const PAGE_ROWS = 2_000;

type StoredAuditRow = AuditRow & { readonly hash: string };

/**
 * Walks the audit trail of an institution from its first row: no number is missing, each row is what was hashed and is
 * linked to the row before, times go up, and the head is the last row. A row that was taken away is named by its number;
 * what follows it is judged on its own. Hands every journal that a row mentions to `mentioned`.
 *
 * What a chain cannot show: that its tail was cut together with the head, by somebody who did not touch a journal.
 */
export async function verifyAuditChain(
  trx: Knex.Transaction,
  institutionId: number,
  auditKey: string,
  findings: Findings,
  mentioned: (journals: readonly PostedJournal[]) => Promise<void>,
): Promise<number> {
  let last = { seq: 0, hash: GENESIS, recorded_at: '' };
  for await (const rows of auditPages(trx, institutionId)) {
    for (const row of rows) {
      verifyRow(row, last, auditKey, findings);
      last = row;
    }
    await mentioned(rows.flatMap(journalsOf));
  }
  const head: { seq: number; hash: string } | undefined = await trx('audit_head')
    .where({ institution_id: institutionId })
    .first('seq', 'hash');
  const { seq, hash } = head ?? { seq: 0, hash: GENESIS };
  if (seq !== last.seq || hash !== last.hash) {
    findings.add('audit_head_differs', seq, `the last row is ${last.seq}, the head says ${seq}`);
  }
  return last.seq;
}

function verifyRow(
  row: StoredAuditRow,
  last: { seq: number; hash: string; recorded_at: string },
  auditKey: string,
  findings: Findings,
): void {
  if (row.seq !== last.seq + 1) {
    findings.add('audit_row_missing', last.seq + 1, `rows ${last.seq + 1} to ${row.seq - 1} are not there`);
  } else if (row.prev_hash !== last.hash) {
    findings.add('audit_row_not_linked', row.seq, `it follows another row than ${last.seq}`);
  }
  if (chainHash(auditKey, row) !== row.hash) {
    findings.add('audit_row_altered', row.seq, `${row.action} of ${row.entity} ${row.entity_id}`);
  }
  if (row.recorded_at <= last.recorded_at) {
    findings.add('audit_time_not_later', row.seq, `${row.recorded_at} after ${last.recorded_at}`);
  }
}

async function* auditPages(trx: Knex.Transaction, institutionId: number): AsyncGenerator<StoredAuditRow[]> {
  for (let last = 0; ;) {
    const page = trx('audit').where({ institution_id: institutionId }).andWhere('seq', '>', last);
    const rows = await leanRows<StoredAuditRow>(page.orderBy('seq').limit(PAGE_ROWS), COLUMNS);
    yield rows;
    const end = rows.at(-1);
    if (rows.length < PAGE_ROWS || !end) return;
    last = end.seq;
  }
}

const COLUMNS: readonly (keyof StoredAuditRow)[] = [
  ...(['institution_id', 'seq', 'prev_hash', 'hash', 'recorded_at', 'actor_kind', 'actor_id', 'actor_role'] as const),
  ...(['request_id', 'action', 'entity', 'entity_id', 'details', 'before_digest', 'after_digest'] as const),
];

/** An altered row may hold anything; it has been named as altered already. */
function journalsOf(row: StoredAuditRow): PostedJournal[] {
  if (!row.details.includes('"journals"')) return [];
  try {
    const { journals }: { journals?: unknown } = JSON.parse(row.details);
    return Array.isArray(journals) ? journals.filter(isPostedJournal) : [];
  } catch {
    return [];
  }
}

function isPostedJournal(value: unknown): value is PostedJournal {
  const { id, seal } = (value ?? {}) as Partial<PostedJournal>;
  return Number.isSafeInteger(id) && typeof seal === 'string';
}
