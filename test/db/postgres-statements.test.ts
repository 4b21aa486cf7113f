import type { Knex } from '../../src/db/connect';
import { inTransaction } from '../../src/db/transaction';
import { createTestDb, onPostgres } from '../support/database';

let db: Knex;

/** One connection, as a process has several and each keeps its own statements. */
async function namedStatements(trx: Knex): Promise<string[]> {
  const { rows }: { rows: { statement: string }[] } = await trx.raw('select statement from pg_prepared_statements');
  return rows.map(({ statement }) => statement);
}

(onPostgres ? describe : describe.skip)('a statement with values on PostgreSQL', () => {
  beforeAll(async () => {
    db = await createTestDb();
    await db.raw('create table noted (id int, word text)');
  });

  it('is kept by the server, and one without is not', async () => {
    await inTransaction(db, async (trx) => {
      await trx('noted').insert({ id: 1, word: 'cacao' });
      await trx('noted').where({ id: 1 }).first();
      await trx('noted').count();
      const kept = (await namedStatements(trx)).filter((sql) => sql.includes('noted'));
      expect(kept.toSorted()).toEqual([
        'insert into "noted" ("id", "word") values ($1, $2)',
        'select * from "noted" where "id" = $1 limit $2',
      ]);
    });
  });

  it('is read anew when another process has changed the table', async () => {
    const read = (trx: Knex) => trx('noted').where({ id: 1 }).first();
    await read(db);
    await db.raw('alter table noted add column weight int');
    expect(await read(db)).toEqual({ id: 1, word: 'cacao', weight: null });
    await db.raw('alter table noted add column lot int');
    expect(await inTransaction(db, read)).toEqual({ id: 1, word: 'cacao', weight: null, lot: null });
  });
});
