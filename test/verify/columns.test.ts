import { postRepayment } from '../../src/repayments/post-repayment';
import type { Knex } from '../../src/db/connect';
import type { Finding } from '../../src/verify/finding';
import { verify } from '../../src/verify/verify';
import { aLoan, aSetting, on } from '../loans/a-loan';
import { testConfig } from '../support/config';
import { tampered } from '../support/tamper';
import { createWorld, type World } from '../support/world';

/** A loan of S/ 8,000.00 with a payment of S/ 3,000.00: every figure that is read of it is changed once. */
let world: World;

beforeAll(async () => {
  world = await createWorld();
  const setting = await aSetting(world);
  const loanId = await aLoan(setting);
  const paid = await postRepayment(world.db, on(setting.at, 'celia', '2026-05-31'), {
    ...{ commandId: '3f0f6c8e-5d86-4c37-9a9b-0d9c1f3b7a10', loanId, amount: 300_000, valueDate: '2026-05-31' },
  });
  if (paid.type === 'refused') throw new Error(paid.reason);
});

const OTHER_DAY = '2026-04-01';

it.each([
  ['instalment', ['principal', 'interest', 'insurance', 'fees', 'penalties', 'total', 'paid', 'waived', 'balance']],
  ['instalment', ['due', 'paid_on']],
  ['allocation', ['principal', 'interest', 'insurance', 'fees', 'penalties', 'late_interest', 'value_date']],
  ['loan_standing', ['principal', 'capitalised', 'accrued', 'running_instalment', 'accrual_interest']],
  ['loan_standing', ['joins_principal', 'in_court', 'oldest_unpaid_due', 'accrual_from', 'accrual_until']],
  ['loan', ['principal', 'principal_outstanding', 'next_amount', 'oldest_unpaid_due', 'next_due']],
  ['loan_event', ['amount', 'value_date']],
])('a figure of %s that was changed is found, in each of %j', async (table, columns) => {
  for (const column of columns) {
    const found = await findingsAfter((trx) => change(trx, table, column));
    expect({ column, found: found.length > 0 }).toEqual({ column, found: true });
  }
});

it.each([
  ['journal', ['kind', 'command_id', 'command_part', 'currency', 'value_date', 'booking_date', 'recorded_at']],
  ['journal', ['staff_id', 'loan_id', 'line_id', 'event_id']],
  ['entry', ['account_code', 'side', 'amount']],
])('what a seal binds is found where it was changed: of %s each of %j', async (table, columns) => {
  for (const column of columns) {
    const kinds = (await findingsAfter((trx) => change(trx, table, column))).map(({ kind }) => kind);
    expect({ column, altered: kinds.includes('journal_altered') }).toEqual({ column, altered: true });
  }
});

it('what the chain binds is found where it was changed, in each column of the trail', async () => {
  const columns = ['prev_hash', 'hash', 'recorded_at', 'actor_kind', 'actor_id', 'actor_role', 'request_id', 'action'];
  for (const column of [...columns, 'entity', 'entity_id', 'details', 'before_digest', 'after_digest']) {
    const kinds = (await findingsAfter((trx) => change(trx, 'audit', column))).map(({ kind }) => kind);
    expect({ column, altered: kinds.includes('audit_row_altered') }).toEqual({ column, altered: true });
  }
});

it('a row of a loan that was taken away is found', async () => {
  for (const table of ['instalment', 'allocation', 'loan_standing', 'loan_event']) {
    const found = await findingsAfter((trx) => firstOf(trx, table).del());
    expect({ table, found: found.length > 0 }).toEqual({ table, found: true });
  }
});

function findingsAfter(harm: (trx: Knex.Transaction) => Promise<unknown>): Promise<Finding[]> {
  return tampered(world.db, harm, (trx) => verify(trx, testConfig.auditKey));
}

/** In the last row of the table that has something there, and to something that the schema allows. */
async function change(trx: Knex.Transaction, table: string, column: string): Promise<void> {
  const row: Record<string, string | number | null> = await firstOf(trx, table).first();
  const now = row[column] ?? null;
  await firstOf(trx, table).update({ [column]: otherThan(column, now) });
}

const KEYS: Readonly<Record<string, readonly string[]>> = {
  loan: ['id'],
  loan_event: ['id'],
  instalment: ['loan_id', 'number'],
  allocation: ['loan_id', 'event_id', 'instalment'],
  loan_standing: ['loan_id', 'since'],
  journal: ['id'],
  entry: ['journal_id', 'position'],
  audit: ['seq'],
};

/** The latest, which are those of the payment; of a loan the first instalment, towards which it went. */
function firstOf(trx: Knex.Transaction, table: string): Knex.QueryBuilder {
  const key = KEYS[table] ?? [];
  const order = ['journal', 'entry', 'audit', 'loan_event', 'loan_standing'].includes(table) ? 'desc' : 'asc';
  const one = trx(table)
    .where({ institution_id: world.selva.id })
    .orderBy(key.map((column) => ({ column, order })))
    .limit(1)
    .select(key);
  return trx(table)
    .where({ institution_id: world.selva.id })
    .whereIn([...key], one);
}

function otherThan(column: string, now: string | number | null): string | number {
  if (column === 'in_court') return now === 1 ? 0 : 1;
  if (typeof now === 'number') return now + 1;
  return (
    WORDS[column]?.find((word) => word !== now) ?? (/_hash|digest|^hash/.test(column) ? 'f'.repeat(64) : OTHER_DAY)
  );
}

/** What another value of a column may be, where it is not an amount, a digest or a day. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  kind: ['gift'],
  command_id: ['another'],
  currency: ['USD'],
  booking_date: ['2026-12-31'],
  recorded_at: ['2026-11-23T15:00:00.999Z'],
  account_code: ['1101', '1401'],
  side: ['debit', 'credit'],
  actor_kind: ['system'],
  actor_role: ['owner'],
  request_id: ['another'],
  action: ['nothing-happened'],
  entity: ['farmer'],
  entity_id: ['99'],
  details: ['{}'],
};
