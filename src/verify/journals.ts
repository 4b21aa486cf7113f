import type { Knex } from '../db/connect';
import { leanRows } from '../db/values';
import { sealOf, type EntryRow, type JournalRow } from '../ledger/journal';
import type { Findings } from './finding';
import type { Walked } from './institution';

const PAGE_JOURNALS = 1_000;

/**
 * Walks the journals of an institution: none is missing, each has at least two entries that balance, its seal is that of
 * its content, and the audit trail mentions it exactly once. Hands each with its entries to `visit`.
 */
export async function verifyJournals(
  trx: Knex.Transaction,
  institutionId: number,
  findings: Findings,
  mentions: (id: number) => number,
  visit: JournalVisitor,
  walked: Walked,
): Promise<number> {
  let lastId = 0;
  const found = { journals: 0, entries: 0, seals: 0 };
  for await (const { journals, entries, seals } of journalPages(trx, institutionId)) {
    for (const journal of journals) {
      if (journal.id !== lastId + 1) {
        findings.add('journal_missing', lastId + 1, `journals ${lastId + 1} to ${journal.id - 1} are not there`);
      }
      const ofJournal = entries.get(journal.id) ?? [];
      const seal = seals.get(journal.id);
      verifyJournal(journal, ofJournal, seal, findings);
      visit(journal, ofJournal);
      found.entries += ofJournal.length;
      if (seal !== undefined) found.seals += 1;
      const times = mentions(journal.id);
      if (times === 0) findings.add('journal_not_in_audit', journal.id, 'no row of the trail mentions it');
      if (times > 1) findings.add('journal_twice_in_audit', journal.id, `the trail mentions it ${times} times`);
      lastId = journal.id;
    }
    found.journals += journals.length;
    walked(journals.length);
  }
  const counted = await countedJournals(trx, institutionId);
  if (counted > lastId)
    findings.add('journal_missing', lastId + 1, `${counted} were numbered, the last one is ${lastId}`);
  await verifyNothingIsLeftOver(trx, institutionId, found, findings);
  return found.journals;
}

export type JournalVisitor = (journal: JournalRow, entries: readonly EntryRow[]) => void;

function verifyJournal(journal: JournalRow, entries: EntryRow[], seal: string | undefined, findings: Findings): void {
  const difference = entries.reduce((sum, { side, amount }) => sum + (side === 'debit' ? amount : -amount), 0);
  if (entries.length < 2 || difference !== 0) {
    findings.add('journal_unbalanced', journal.id, `${entries.length} entries, debit less credit ${difference}`);
  }
  if (seal === undefined) findings.add('journal_without_seal', journal.id, `${journal.kind} of ${journal.value_date}`);
  else if (seal !== sealOf(journal, entries)) {
    findings.add('journal_altered', journal.id, `${journal.kind} of ${journal.value_date}`);
  }
}

interface JournalPage {
  readonly journals: readonly JournalRow[];
  readonly entries: ReadonlyMap<number, EntryRow[]>;
  readonly seals: ReadonlyMap<number, string>;
}

async function* journalPages(trx: Knex.Transaction, institutionId: number): AsyncGenerator<JournalPage> {
  for (let last = 0; ;) {
    const page = trx('journal').where({ institution_id: institutionId }).andWhere('id', '>', last);
    const journals = await leanRows<JournalRow>(page.orderBy('id').limit(PAGE_JOURNALS), JOURNAL_COLUMNS);
    const end = journals.at(-1);
    if (!end) return;
    const range: [number, number] = [last + 1, end.id];
    const ofPage = trx('entry').where({ institution_id: institutionId }).whereBetween('journal_id', range);
    const entries = await leanRows<EntryRow>(ofPage.orderBy(['journal_id', 'position']), ENTRY_COLUMNS);
    const seals = await sealsBetween(trx, institutionId, ...range);
    yield { journals, entries: byJournal(entries), seals };
    if (journals.length < PAGE_JOURNALS) return;
    last = end.id;
  }
}

const JOURNAL_COLUMNS: readonly (keyof JournalRow)[] = [
  ...(['institution_id', 'id', 'kind', 'command_id', 'command_part', 'currency', 'value_date'] as const),
  ...(['booking_date', 'recorded_at', 'staff_id', 'loan_id', 'line_id', 'event_id', 'reverses'] as const),
];

const ENTRY_COLUMNS: readonly (keyof EntryRow)[] = ['journal_id', 'account_code', 'side', 'amount'];

function byJournal(entries: readonly EntryRow[]): Map<number, EntryRow[]> {
  const groups = new Map<number, EntryRow[]>();
  for (const entry of entries) {
    const group = groups.get(entry.journal_id);
    if (group) group.push(entry);
    else groups.set(entry.journal_id, [entry]);
  }
  return groups;
}

export async function sealsBetween(
  trx: Knex.Transaction,
  institutionId: number,
  first: number,
  last: number,
): Promise<Map<number, string>> {
  const ofPage = trx('journal_seal').where({ institution_id: institutionId }).whereBetween('journal_id', [first, last]);
  const rows = await leanRows<{ journal_id: number; hash: string }>(ofPage, ['journal_id', 'hash']);
  return new Map(rows.map((row) => [row.journal_id, row.hash]));
}

async function countedJournals(trx: Knex.Transaction, institutionId: number): Promise<number> {
  const row: { value: number } | undefined = await trx('counter')
    .where({ institution_id: institutionId, name: 'journal' })
    .first('value');
  return row?.value ?? 0;
}

/** Seals and entries are looked for only where there are more of them than the journals had. */
async function verifyNothingIsLeftOver(
  trx: Knex.Transaction,
  institutionId: number,
  found: { readonly entries: number; readonly seals: number },
  findings: Findings,
): Promise<void> {
  for (const [table, kind, ofJournals] of [
    ['journal_seal', 'seal_without_journal', found.seals],
    ['entry', 'entries_without_journal', found.entries],
  ] as const) {
    const counted = (await trx(table).where({ institution_id: institutionId }).count({ rows: '*' }).first()) as Counted;
    if (Number(counted.rows) === ofJournals) continue;
    const rows: { journal_id: number }[] = await trx(`${table} as x`)
      .leftJoin('journal as j', (on) => on.on('j.institution_id', 'x.institution_id').on('j.id', 'x.journal_id'))
      .where('x.institution_id', institutionId)
      .whereNull('j.id')
      .groupBy('x.journal_id')
      .orderBy('x.journal_id')
      .limit(100)
      .select('x.journal_id');
    for (const row of rows) findings.add(kind, row.journal_id, `rows of ${table} without their journal`);
  }
}

interface Counted {
  readonly rows: number | string;
}
