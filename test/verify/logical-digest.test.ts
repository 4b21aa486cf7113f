import { fixedClock } from '../../src/clock';
import { connect, type Knex } from '../../src/db/connect';
import { migrate } from '../../src/db/migrate';
import { logicalDigest, totalDigest } from '../../src/verify/logical-digest';
import { createTestDb, onPostgres } from '../support/database';
import { tampered } from '../support/tamper';
import { createWorldOn, TODAY } from '../support/world';

const clock = fixedClock(`${TODAY}T15:00:00.000Z`);
let db: Knex;

beforeAll(async () => {
  db = await createTestDb();
  await createWorldOn(db, clock);
});

const digestOf = async (trx: Knex) => totalDigest(await logicalDigest(trx));

it('is the same for the same content', async () => {
  expect(await digestOf(db)).toBe(await digestOf(db));
});

it.each<[string, string, (trx: Knex) => Promise<unknown>]>([
  ['a letter', 'staff', (trx) => trx('staff').where({ username: 'celia' }).update({ name: 'Celía' })],
  ['nothing instead of an empty text', 'institution', (trx) => trx('institution').update({ phone: '' })],
  ['a céntimo', 'counter', (trx) => trx('counter').where('institution_id', '>', 0).increment('value', 1)],
  ['a row less', 'audit', (trx) => trx('audit').where({ seq: 1 }).del()],
  ['another link of the trail', 'audit_head', (trx) => trx('audit_head').update({ hash: 'f'.repeat(64) })],
])('tells of %s, and in which table', async (_what, table, harm) => {
  const before = await logicalDigest(db);
  const after = await tampered(db, harm, logicalDigest);
  const changed = after.filter((digest, index) => digest.sha256 !== before[index]?.sha256);
  expect(changed.map((digest) => digest.table)).toEqual([table]);
  expect(totalDigest(after)).not.toBe(totalDigest(before));
});

it('does not tell of sessions and of starts of the program', async () => {
  const before = await digestOf(db);
  const start = { institution_id: 0, name: 'starts', value: 7 };
  expect(await tampered(db, (trx) => trx('counter').insert(start), digestOf)).toBe(before);
});

it.each([
  ['1.50', '1.5', true],
  ['100.00', '100', true],
  ['100', '1', false],
  ['0.10', '0.01', false],
])('%s and %s hectares are the same: %s', async (hectares, others, same) => {
  const written = (value: string) =>
    tampered(
      db,
      (trx) =>
        trx('letter_of_intention').insert({
          id: 1,
          partner_organisation_id: 1,
          signed_on: TODAY,
          hectares: value,
          department_code: '10',
          created_at: clock.now(),
        }),
      digestOf,
    );
  expect((await written(hectares)) === (await written(others))).toBe(same);
});

(onPostgres ? it : it.skip)('is the same on SQLite and PostgreSQL', async () => {
  const other = connect(':memory:');
  await migrate(other);
  await createWorldOn(other, clock);
  expect(await logicalDigest(db)).toEqual(await logicalDigest(other));
  await other.destroy();
});
