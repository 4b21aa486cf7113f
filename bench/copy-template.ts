import { engineOf, type Knex } from '../src/db/connect';
import { inTransaction } from '../src/db/transaction';
import { chainHash, type AuditRow } from '../src/ledger/audit';
import { canonicalText } from '../src/ledger/digest';
import { sealOf, type EntryRow, type JournalRow, type PostedJournal } from '../src/ledger/journal';
import { PARCELS_PER_FARMER } from './household';
import { COPIED, type Row, type Template } from './template';

/** The counter that each numbered column counts by; a copy moves it on by as many numbers as the template takes. */
const NUMBERED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  farmer: { id: 'farmer' },
  parcel: { id: 'parcel', farmer_id: 'farmer' },
  application: { id: 'application', farmer_id: 'farmer' },
  application_parcel: { application_id: 'application', parcel_id: 'parcel' },
  loan: { id: 'loan', application_id: 'application', farmer_id: 'farmer' },
  loan_event: { id: 'loan_event', loan_id: 'loan', receipt_number: 'receipt' },
  instalment: { loan_id: 'loan' },
  allocation: { loan_id: 'loan', event_id: 'loan_event' },
  loan_standing: { loan_id: 'loan', farmer_id: 'farmer' },
  journal: { id: 'journal', loan_id: 'loan', event_id: 'loan_event' },
  entry: { journal_id: 'journal' },
};
const TABLES = COPIED.filter((table) => table !== 'audit');
const COPIES_PER_TRANSACTION = 40;

/** PostgreSQL then looks up no reference and calls no trigger for each row; `checkReferences` asks for all of them. */
const AS_A_REPLICA = 'set local session_replication_role = replica';

/** The template beside the tables it will be copied to, and the numbers of the copies. */
export async function writeTemplateTables(db: Knex, template: Template, copies: number): Promise<void> {
  for (const table of TABLES) {
    await db.raw(`create table bench_${table} as select * from ${table} where 1 = 0`);
    await db.batchInsert(`bench_${table}`, [...(template.rows[table] ?? [])], 200);
  }
  await db.schema.createTable('bench_copy', (t) => t.integer('k').primary());
  await db.batchInsert(
    'bench_copy',
    Array.from({ length: copies }, (_, k) => ({ k })),
    500,
  );
}

export async function removeTemplateTables(db: Knex): Promise<void> {
  for (const table of [...TABLES, 'copy']) await db.schema.dropTable(`bench_${table}`);
}

/** Copies the template so many times into an institution that has just been made and has lent nothing. */
export async function copyTemplate(
  db: Knex,
  template: Template,
  institutionId: number,
  copies: number,
  auditKey: string,
) {
  for (let from = 0; from < copies; from += COPIES_PER_TRANSACTION) {
    const to = Math.min(copies, from + COPIES_PER_TRANSACTION) - 1;
    await inTransaction(db, async (trx) => {
      if (engineOf(trx) === 'pg') await trx.raw(AS_A_REPLICA);
      for (const table of TABLES) await trx.raw(copyingStatement(template, table), [institutionId, from, to]);
      await writeSealsAndTrail(trx, template, institutionId, from, to, auditKey);
    });
  }
  await inTransaction(db, async (trx) => {
    for (const [name, count] of Object.entries(template.numbers)) {
      await trx('counter')
        .insert({ institution_id: institutionId, name, value: count * copies })
        .onConflict(['institution_id', 'name'])
        .merge({ value: trx.raw('counter.value + ?', [count * copies]) });
    }
    const { lent, recovered } = template.line;
    await trx('credit_line')
      .where({ institution_id: institutionId, id: 1 })
      .update({ lent: lent * copies, recovered: recovered * copies });
  });
}

function copyingStatement(template: Template, table: string): string {
  const columns = Object.keys(template.rows[table]?.[0] ?? {});
  const values = columns.map((column) => {
    const counter = NUMBERED[table]?.[column];
    if (column === 'institution_id') return 'cast(? as integer)';
    if (column === 'command_id') return `t.command_id || '-' || c.k`;
    if (column === 'document_number')
      return `cast(10000000 + t.id + c.k * ${template.numbers['farmer']} as varchar(12))`;
    if (column === 'cash_flow') return cashFlowMoved(template);
    return counter === undefined ? `t.${column}` : `t.${column} + c.k * ${template.numbers[counter]}`;
  });
  const order = [
    ...['id', 'loan_id', 'journal_id', 'number', 'event_id', 'position'],
    ...['application_id', 'parcel_id'],
  ].filter((one) => columns.includes(one));
  return `insert into ${table} (${columns.join(', ')}) select ${values.join(', ')} from bench_copy c
    cross join bench_${table} t where c.k between ? and ? order by c.k, ${order.map((one) => `t.${one}`).join(', ')}`;
}

/** A cash flow names the parcels of its farmer by their numbers, odd and even, so that neither is moved twice. */
function cashFlowMoved(template: Template): string {
  const named = (place: number, farmer: string) => `'"id":' || (${farmer} * ${PARCELS_PER_FARMER} - ${place}) || ','`;
  const copy = `(t.farmer_id + c.k * ${template.numbers['farmer']})`;
  return Array.from({ length: PARCELS_PER_FARMER }, (_, place) => place).reduce(
    (text, place) => `replace(${text}, ${named(place, 't.farmer_id')}, ${named(place, copy)})`,
    't.cash_flow',
  );
}

async function writeSealsAndTrail(
  trx: Knex.Transaction,
  template: Template,
  institutionId: number,
  from: number,
  to: number,
  auditKey: string,
): Promise<void> {
  const entries = entriesByJournal(template);
  const seals: Row[] = [];
  const trail: Row[] = [];
  let head = (await trx('audit_head').where({ institution_id: institutionId }).first()) as Head;
  for (let k = from; k <= to; k++) {
    const sealed = new Map<number, PostedJournal>();
    for (const row of template.rows['journal'] ?? []) {
      const journal = copied(template, 'journal', row, institutionId, k) as unknown as JournalRow;
      const seal = sealOf(journal, entries.get(Number(row['id'])) ?? []);
      sealed.set(Number(row['id']), { id: journal.id, seal });
      seals.push({ institution_id: institutionId, journal_id: journal.id, hash: seal });
    }
    for (const row of template.rows['audit'] ?? []) {
      const audit = followed(template, row as unknown as AuditRow, head, institutionId, k, sealed);
      head = { seq: audit.seq, hash: chainHash(auditKey, audit), recorded_at: audit.recorded_at };
      trail.push({ ...audit, hash: head.hash });
    }
  }
  await insertRows(trx, 'journal_seal', seals);
  await insertRows(trx, 'audit', trail);
  await trx('audit_head').where({ institution_id: institutionId }).update(head);
}

interface Head {
  readonly seq: number;
  readonly hash: string;
  readonly recorded_at: string;
}

/** The same as the statement does, in memory. */
function copied(template: Template, table: string, row: Row, institutionId: number, k: number): Row {
  const moved = Object.entries(NUMBERED[table] ?? {})
    .filter(([column]) => row[column] !== null)
    .map(([column, counter]) => [column, Number(row[column]) + k * (template.numbers[counter] ?? 0)]);
  return {
    ...row,
    ...Object.fromEntries(moved),
    institution_id: institutionId,
    command_id: `${row['command_id']}-${k}`,
  };
}

function followed(
  template: Template,
  row: AuditRow,
  head: Head,
  institutionId: number,
  k: number,
  sealed: ReadonlyMap<number, PostedJournal>,
): AuditRow {
  const details = JSON.parse(row.details) as Details;
  const moved = (value: number, counter: string) => value + k * (template.numbers[counter] ?? 0);
  return {
    institution_id: institutionId,
    seq: head.seq + 1,
    prev_hash: head.hash,
    recorded_at: new Date(Date.parse(head.recorded_at) + 50).toISOString(),
    actor_kind: row.actor_kind,
    actor_id: row.actor_id,
    actor_role: row.actor_role,
    request_id: row.request_id,
    action: row.action,
    entity: row.entity,
    entity_id: String(moved(Number(row.entity_id), 'loan')),
    details: canonicalText({
      ...details,
      ...(details.receipt !== undefined && { receipt: moved(details.receipt, 'receipt') }),
      ...(details.applicationId !== undefined && { applicationId: moved(details.applicationId, 'application') }),
      journals: details.journals.map(({ id }) => sealed.get(id)),
    }),
    before_digest: row.before_digest,
    after_digest: row.after_digest,
  };
}

interface Details {
  readonly receipt?: number;
  readonly applicationId?: number;
  readonly journals: readonly PostedJournal[];
}

function entriesByJournal(template: Template): Map<number, EntryRow[]> {
  const groups = new Map<number, EntryRow[]>();
  for (const row of (template.rows['entry'] ?? []) as unknown as readonly EntryRow[]) {
    groups.set(row.journal_id, [...(groups.get(row.journal_id) ?? []), row]);
  }
  return groups;
}

/** Many rows without a statement for each: prepared once on SQLite, one JSON array on PostgreSQL. */
async function insertRows(trx: Knex.Transaction, table: string, rows: readonly Row[]): Promise<void> {
  if (engineOf(trx) === 'pg') {
    const statement = `insert into ${table} select * from json_populate_recordset(null::${table}, ?)`;
    for (let from = 0; from < rows.length; from += 5_000)
      await trx.raw(statement, [JSON.stringify(rows.slice(from, from + 5_000))]);
    return;
  }
  const columns = Object.keys(rows[0] ?? {});
  const connection = (await (trx.client as Acquiring).acquireConnection()) as Preparing;
  const places = columns.map(() => '?').join(', ');
  const insert = connection.prepare(`insert into ${table} (${columns.join(', ')}) values (${places})`);
  for (const row of rows) insert.run(columns.map((column) => row[column]));
}

interface Acquiring {
  acquireConnection(): Promise<unknown>;
}

interface Preparing {
  prepare(sql: string): { run(values: readonly unknown[]): void };
}
