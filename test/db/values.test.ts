import type { Knex } from '../../src/db/connect';
import { inTransaction } from '../../src/db/transaction';
import { leanRows } from '../../src/db/values';
import { createTestDb } from '../support/database';

let db: Knex;

beforeAll(async () => {
  db = await createTestDb();
  await db('counter').insert([
    { institution_id: 7, name: 'bags', value: 12 },
    { institution_id: 7, name: 'trees', value: 2 ** 52 },
  ]);
});

const bags = (on: Knex) => on('counter').where({ institution_id: 7 }).orderBy('name');

it('gives the same rows as objects made by the driver, with the columns that were asked for', async () => {
  const lean = await leanRows(bags(db), ['value', 'name']);
  expect(lean).toEqual([
    { value: 12, name: 'bags' },
    { value: 2 ** 52, name: 'trees' },
  ]);
  expect(lean).toEqual(await bags(db).select('value', 'name'));
});

it('does not change how the same statement is read by others, before or after', async () => {
  await inTransaction(db, async (trx) => {
    const [before, lean, after] = [
      await bags(trx).select('name'),
      await leanRows(bags(trx), ['name']),
      await bags(trx).select('name'),
    ];
    expect([before, lean, after]).toEqual(Array(3).fill([{ name: 'bags' }, { name: 'trees' }]));
  });
});
