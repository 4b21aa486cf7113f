import type { Knex } from '../../src/db/connect';
import { pipelined } from '../../src/db/pipeline';
import { inTransaction } from '../../src/db/transaction';
import { createTestDb, onPostgres } from '../support/database';

let db: Knex;

beforeAll(async () => {
  db = await createTestDb();
  await db.schema.createTable('sack', (table) => {
    table.integer('id').primary();
    table.integer('kilos').notNullable();
  });
});

afterEach(() => db('sack').del());

const put = (trx: Knex, id: number, kilos: number) => () => trx('sack').insert({ id, kilos });

describe('steps that need no answer of each other', () => {
  it('answer each in its place', async () => {
    const answers = await inTransaction(db, (trx) =>
      pipelined(trx, [
        () => trx('sack').insert({ id: 1, kilos: 60 }).returning('id'),
        async () => 'a step that asks nothing',
        () => trx('sack').where({ id: 1 }).pluck('kilos'),
      ]),
    );
    expect(answers).toEqual([[{ id: 1 }], 'a step that asks nothing', [60]]);
  });

  it('run in their order, also steps of steps', async () => {
    const seen = await inTransaction(db, async (trx) => {
      const [, kilos] = await pipelined(trx, [
        () => pipelined(trx, [put(trx, 1, 60), () => trx('sack').where({ id: 1 }).increment('kilos', 4)]),
        () => trx('sack').where({ id: 1 }).pluck('kilos'),
        () => trx('sack').where({ id: 1 }).update({ kilos: 0 }),
      ]);
      return kilos;
    });
    expect(seen).toEqual([64]);
    expect(await db('sack').pluck('kilos')).toEqual([0]);
  });

  it('leave nothing behind when one of them fails, and the reason is the first failure', async () => {
    const twice = inTransaction(db, (trx) => pipelined(trx, [put(trx, 1, 60), put(trx, 1, 61), put(trx, 2, 62)]));
    await expect(twice).rejects.toMatchObject({ code: onPostgres ? '23505' : 'SQLITE_CONSTRAINT_PRIMARYKEY' });
    expect(await db('sack').pluck('id')).toEqual([]);
    await inTransaction(db, (trx) => pipelined(trx, [put(trx, 1, 60), put(trx, 2, 62)]));
    expect(await db('sack').orderBy('id').pluck('id')).toEqual([1, 2]);
  });

  (onPostgres ? it.skip : it)('on SQLite end with the first that fails', async () => {
    const later = jest.fn(() => Promise.resolve());
    const full = () => Promise.reject(new Error('database or disk is full'));
    await expect(inTransaction(db, (trx) => pipelined(trx, [full, later]))).rejects.toThrow('disk is full');
    expect(later).not.toHaveBeenCalled();
  });
});
