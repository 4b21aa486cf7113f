import type { Knex } from '../../src/db/connect';
import { inTransaction } from '../../src/db/transaction';
import { recordDeed } from '../../src/ledger/audit';
import { postJournal } from '../../src/ledger/journal';
import { reverseJournal } from '../../src/ledger/reversal';
import { verify } from '../../src/verify/verify';
import { verifyCommand } from '../../src/verify/verify-command';
import { testConfig } from '../support/config';
import { createTestDb } from '../support/database';
import { tampered } from '../support/tamper';
import { createWorld, type World } from '../support/world';

let world: World;
/** The number of the audit row of the first of our journals. */
let first: number;

beforeAll(async () => {
  world = await createWorld();
  first = (await lastSeq(world.db)) + 1;
  for (const amount of [500_00, 700_00, 900_00]) await payIn(world, amount);
  await takeBack(world, 3);
});

it('says that there is nobody yet in a database without institutions', async () => {
  const lines: string[] = [];
  expect(await verifyCommand(await createTestDb(), testConfig, (line) => lines.push(line))).toBe(0);
  expect(lines).toEqual(['Todavía no hay ninguna institución.']);
});

describe('an untouched database', () => {
  it('has nothing to find', async () => {
    expect(await verify(world.db, testConfig.auditKey)).toEqual([]);
  });

  it('ends the command with 0 and says so', async () => {
    const lines: string[] = [];
    expect(await verifyCommand(world.db, testConfig, (line) => lines.push(line))).toBe(0);
    expect(lines.join('\n')).toMatch(/✓ Caja Rural Selva Central: \d+ filas de auditoría, 4 asientos, 0 hallazgos/);
    expect(lines.at(-1)).toBe('Todo cuadra: nada fue alterado.');
  });

  it('is not the work of another key', async () => {
    const findings = await verify(world.db, 'another key that nobody should have');
    expect(findings.map((finding) => finding.kind)).toContain('audit_row_altered');
  });
});

describe('a changed audit trail is found, with its row', () => {
  const audit = (trx: Knex.Transaction, seq: number) => trx('audit').where({ institution_id: world.selva.id, seq });

  it.each<[string, (trx: Knex.Transaction) => Promise<unknown>, string[]]>([
    ['another action', (trx) => audit(trx, first).update({ action: 'nothing-happened' }), ['audit_row_altered +0']],
    ['another person', (trx) => audit(trx, first + 1).update({ actor_id: 99 }), ['audit_row_altered +1']],
    [
      'another time',
      (trx) => audit(trx, first).update({ recorded_at: '2026-11-23T15:00:00.999Z' }),
      ['audit_row_altered +0', 'audit_time_not_later +1'],
    ],
    ['another digest', (trx) => audit(trx, first).update({ after_digest: '0'.repeat(64) }), ['audit_row_altered +0']],
    [
      'another hash',
      (trx) => audit(trx, first).update({ hash: 'f'.repeat(64) }),
      ['audit_row_altered +0', 'audit_row_not_linked +1'],
    ],
    ['a row taken away', (trx) => audit(trx, first + 1).del(), ['audit_row_missing +1', 'journal_not_in_audit 2']],
    [
      'the last row taken away',
      (trx) => audit(trx, first + 3).del(),
      ['audit_head_differs +3', 'journal_not_in_audit 4'],
    ],
    [
      'two rows that changed places',
      (trx) => swap(trx, first, first + 1),
      [
        'audit_row_not_linked +0',
        'audit_row_altered +0',
        'audit_row_not_linked +1',
        'audit_row_altered +1',
        'audit_time_not_later +1',
        'audit_row_not_linked +2',
      ],
    ],
    ['an added row', (trx) => addForged(trx, first + 4), ['audit_row_altered +4', 'audit_head_differs +3']],
    [
      'the tail cut together with the head',
      (trx) => cutTail(trx, first + 2),
      ['journal_not_in_audit 3', 'journal_not_in_audit 4'],
    ],
    [
      'a row moved to another institution',
      (trx) => audit(trx, first + 3).update({ institution_id: world.valle.id }),
      [
        'audit_head_differs +3',
        'journal_not_in_audit 4',
        'audit_row_missing +0',
        'audit_row_altered +3',
        'audit_head_differs +-1',
        'journal_missing 4',
      ],
    ],
  ])('%s', async (_name, harm, expected) => {
    const found = await findingsAfter(harm);
    expect(found.toSorted()).toEqual(expected.toSorted());
  });
});

describe('a changed ledger is found, with its journal', () => {
  const journal = (trx: Knex.Transaction, id: number) => trx('journal').where({ institution_id: world.selva.id, id });
  const entries = (trx: Knex.Transaction, id: number) =>
    trx('entry').where({ institution_id: world.selva.id, journal_id: id });

  it.each<[string, (trx: Knex.Transaction) => Promise<unknown>, string[]]>([
    ['another value date', (trx) => journal(trx, 2).update({ value_date: '2026-01-01' }), ['journal_altered 2']],
    ['another kind', (trx) => journal(trx, 2).update({ kind: 'gift' }), ['journal_altered 2']],
    ['both amounts', (trx) => entries(trx, 2).update({ amount: 1 }), ['journal_altered 2']],
    [
      'one amount',
      (trx) => entries(trx, 2).where({ position: 1 }).update({ amount: 1 }),
      ['journal_altered 2', 'journal_unbalanced 2', 'trial_balance_not_zero PEN'],
    ],
    [
      'another account',
      (trx) => entries(trx, 2).where({ position: 1 }).update({ account_code: '1101' }),
      ['journal_altered 2'],
    ],
    [
      'an entry taken away',
      (trx) => entries(trx, 2).where({ position: 2 }).del(),
      ['journal_altered 2', 'journal_unbalanced 2', 'trial_balance_not_zero PEN'],
    ],
    [
      'a journal taken away',
      (trx) => journal(trx, 2).del(),
      ['entries_without_journal 2', 'journal_missing 2', 'seal_without_journal 2'],
    ],
    [
      'a journal taken away with all it had',
      (trx) => removeJournal(trx, 2),
      ['journal_missing 2', 'journal_missing 2'],
    ],
    [
      'the last journal taken away with all it had',
      (trx) => removeJournal(trx, 4),
      ['journal_missing 4', 'journal_missing 4'],
    ],
    [
      'a seal taken away',
      (trx) => trx('journal_seal').where({ journal_id: 2 }).del(),
      ['journal_missing 2', 'journal_without_seal 2'],
    ],
    [
      'another seal',
      (trx) =>
        trx('journal_seal')
          .where({ journal_id: 2 })
          .update({ hash: 'f'.repeat(64) }),
      ['journal_altered 2', 'journal_differs_from_audit 2'],
    ],
    [
      'money booked on the loan account for no loan',
      (trx) => entries(trx, 2).where({ position: 1 }).update({ account_code: '1401' }),
      ['journal_altered 2', 'loan_differs_from_ledger without a loan'],
    ],
  ])('%s', async (_name, harm, expected) => {
    const found = await findingsAfter(harm);
    expect(found.toSorted()).toEqual(expected.toSorted());
  });

  it('a journal that was posted beside the audit trail', async () => {
    const found = await findingsAfter((trx) => postJournal(trx, world.selva.by('celia'), paymentOf('beside', 100_00)));
    expect(found).toEqual(['journal_not_in_audit 5']);
  });

  it('a journal that the trail tells of twice', async () => {
    const by = world.selva.by('celia');
    const found = await findingsAfter(async (trx) => {
      const posted = await postJournal(trx, by, paymentOf('twice', 100_00));
      for (const entityId of [1, 2]) {
        await recordDeed(trx, by, { action: 'paid-in', entity: 'line', entityId, journals: [posted] });
      }
    });
    expect(found).toEqual(['journal_twice_in_audit 5']);
  });

  it('and ends the command with 1, in words', async () => {
    const lines: string[] = [];
    const code = await tampered(
      world.db,
      (trx) => entries(trx, 2).update({ amount: 1 }),
      (trx) => verifyCommand(trx, testConfig, (line) => lines.push(line)),
    );
    expect(code).toBe(1);
    expect(lines).toContain(
      `  ✗ Institución ${world.selva.id}: el asiento 2 fue alterado (line-drawdown of 2026-11-23)`,
    );
    expect(lines.at(-1)).toBe('Hay 1 hallazgos.');
  });
});

/** What verify finds after the harm, as `journal_altered 2`; numbers of audit rows count from the first of ours, `+0`. */
async function findingsAfter(harm: (trx: Knex.Transaction) => Promise<unknown>): Promise<string[]> {
  const findings = await tampered(world.db, harm, (trx) => verify(trx, testConfig.auditKey));
  return findings.map(({ kind, where }) =>
    kind.startsWith('audit') ? `${kind} +${Number(where) - first}` : `${kind} ${where}`,
  );
}

async function payIn({ db, selva }: World, amount: number): Promise<void> {
  await inTransaction(db, async (trx) => {
    const by = selva.by('celia');
    const posted = await postJournal(trx, by, paymentOf(`pay-${amount}`, amount));
    await recordDeed(trx, by, { action: 'paid-in', entity: 'line', entityId: 1, journals: [posted] });
  });
}

async function takeBack({ db, selva }: World, journalId: number): Promise<void> {
  await inTransaction(db, async (trx) => {
    const by = selva.by('marta');
    const posted = await reverseJournal(trx, by, journalId, { commandId: 'take-back', part: 1 });
    await recordDeed(trx, by, { action: 'taken-back', entity: 'line', entityId: 1, journals: [posted] });
  });
}

function paymentOf(commandId: string, amount: number) {
  return {
    kind: 'line-drawdown',
    commandId,
    part: 1,
    currency: 'PEN',
    valueDate: '2026-11-23',
    entries: [
      { account: 'bank', side: 'debit', amount },
      { account: 'borrowings', side: 'credit', amount },
    ],
  } as const;
}

async function lastSeq(db: Knex): Promise<number> {
  const head: { seq: number } | undefined = await db('audit_head').where({ institution_id: world.selva.id }).first();
  return head?.seq ?? 0;
}

async function swap(trx: Knex.Transaction, one: number, other: number): Promise<void> {
  const rows = trx('audit').where({ institution_id: world.selva.id });
  await rows.clone().where({ seq: one }).update({ seq: 99_999 });
  await rows.clone().where({ seq: other }).update({ seq: one });
  await rows.clone().where({ seq: 99_999 }).update({ seq: other });
}

async function addForged(trx: Knex.Transaction, seq: number): Promise<void> {
  const last = await trx('audit')
    .where({ institution_id: world.selva.id, seq: seq - 1 })
    .first();
  await trx('audit').insert({
    ...last,
    seq,
    prev_hash: last.hash,
    hash: 'e'.repeat(64),
    details: '{}',
    recorded_at: '2026-11-24T00:00:00.000Z',
  });
}

async function cutTail(trx: Knex.Transaction, from: number): Promise<void> {
  const mine = { institution_id: world.selva.id };
  await trx('audit').where(mine).andWhere('seq', '>=', from).del();
  const last = await trx('audit')
    .where({ ...mine, seq: from - 1 })
    .first('seq', 'hash', 'recorded_at');
  await trx('audit_head').where(mine).update(last);
}

async function removeJournal(trx: Knex.Transaction, id: number): Promise<void> {
  const mine = { institution_id: world.selva.id };
  await trx('entry')
    .where({ ...mine, journal_id: id })
    .del();
  await trx('journal')
    .where({ ...mine, id })
    .del();
  await trx('journal_seal')
    .where({ ...mine, journal_id: id })
    .del();
}
