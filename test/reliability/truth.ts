import type { Knex } from '../../src/db/connect';
import { verify } from '../../src/verify/verify';
import { testConfig } from '../support/config';
import type { Payment } from './cashier';

/** What the people outside know, kept where no server can lose it. */
export interface Truth {
  /** Every payment that was ever sent, by its command. */
  readonly sent: Map<string, Payment>;
  /** The address of the receipt of each payment that was answered, by its command. */
  readonly acknowledged: Map<string, string>;
}

export function nothingYet(): Truth {
  return { sent: new Map(), acknowledged: new Map() };
}

/**
 * Where the database of an institution and the truth disagree: an acknowledged payment that is not there, or there with
 * another amount, a payment that is there in part or twice or that nobody sent; and everything that verify finds. Only
 * payments that were sent may be in the institution.
 */
export async function faultsOf(db: Knex, institutionId: number, truth: Truth): Promise<string[]> {
  const own = { institution_id: institutionId };
  const events: EventRow[] = await db('loan_event').where({ ...own, type: 'repayment' });
  const journals: JournalRow[] = await db('journal').where({ ...own, kind: 'repayment' });
  const commands: { id: string }[] = await db('command')
    .where({ ...own, kind: 'post-repayment' })
    .select('id');
  const stored = {
    events: grouped(events, (row) => row.command_id),
    journals: grouped(journals, (row) => row.command_id),
    commands: grouped(commands, (row) => row.id),
  };
  const findings = await verify(db, testConfig.auditKey);
  return [
    ...lost(truth, stored.events),
    ...notWhole(truth, stored),
    ...notSealed(journals, await entriesByJournal(db, institutionId), await sealedJournals(db, institutionId)),
    ...findings.map(({ kind, where, detail }) => `verify: ${kind} ${where} ${detail}`),
  ];
}

interface EventRow {
  readonly id: number;
  readonly loan_id: number;
  readonly amount: number;
  readonly command_id: string;
}

interface JournalRow {
  readonly id: number;
  readonly command_id: string;
}

function lost(truth: Truth, events: ReadonlyMap<string, readonly EventRow[]>): string[] {
  return [...truth.acknowledged].flatMap(([commandId, receipt]) => {
    const sent = truth.sent.get(commandId);
    const [event] = events.get(commandId) ?? [];
    if (!sent || !event) return [`${commandId} was acknowledged as ${receipt} and is lost`];
    const same = event.loan_id === sent.loanId && event.amount === sent.amount;
    return same && receipt === `/creditos/${event.loan_id}/pagos/${event.id}`
      ? []
      : [`${commandId} was acknowledged as ${receipt} and is another payment`];
  });
}

/** An event, a journal and a command row, or none of the three. */
function notWhole(truth: Truth, stored: Readonly<Record<string, ReadonlyMap<string, readonly unknown[]>>>): string[] {
  const commandIds = new Set([...truth.sent.keys(), ...Object.values(stored).flatMap((rows) => [...rows.keys()])]);
  return [...commandIds].flatMap((commandId) => {
    const counts = Object.values(stored).map((rows) => rows.get(commandId)?.length ?? 0);
    if (!truth.sent.has(commandId)) return [`${commandId} was never sent`];
    const whole = counts.every((count) => count === counts[0]) && (counts[0] ?? 0) <= 1;
    return whole ? [] : [`${commandId} is there in part or twice: ${counts.join(', ')}`];
  });
}

function notSealed(
  journals: readonly JournalRow[],
  entries: ReadonlyMap<number, readonly { side: string; amount: number }[]>,
  sealed: ReadonlySet<number>,
): string[] {
  return journals.flatMap(({ id }) => {
    const own = entries.get(id) ?? [];
    const difference = own.reduce((sum, { side, amount }) => sum + (side === 'debit' ? amount : -amount), 0);
    return sealed.has(id) && own.length >= 2 && difference === 0 ? [] : [`journal ${id} is not sealed and balanced`];
  });
}

async function entriesByJournal(db: Knex, institutionId: number) {
  const rows: { journal_id: number; side: string; amount: number }[] = await db('entry').where({
    institution_id: institutionId,
  });
  return grouped(rows, (row) => row.journal_id);
}

async function sealedJournals(db: Knex, institutionId: number): Promise<Set<number>> {
  const rows: { journal_id: number }[] = await db('journal_seal').where({ institution_id: institutionId });
  return new Set(rows.map((row) => row.journal_id));
}

function grouped<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}
