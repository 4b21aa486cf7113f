import type { Knex } from 'knex';
import { columns } from '../src/db/columns';
import { makeAppendOnly } from './append-only';

/** What a lender has promised of a credit line, how it stood on each test date, and what the funder has let pass. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('covenant', (t) => {
    const c = columns(db, t, 'covenant');
    c.institution();
    t.integer('id').notNullable();
    t.integer('line_id').notNullable();
    c.word('formula', [
      ...['par-30', 'par-30-refinanced', 'write-offs', 'risk-coverage', 'uncovered-risk'],
      ...['utilisation', 'largest-department'],
    ]).notNullable();
    c.word('operator', ['at-most', 'at-least']).notNullable();
    /** In percent. */
    c.decimal('threshold').notNullable();
    c.word('test_every', ['day', 'month', 'quarter']).notNullable();
    t.integer('cure_days').notNullable();
    c.instant('created_at').notNullable();
    t.primary(['institution_id', 'id']);
    t.foreign(['institution_id', 'line_id']).references(['institution_id', 'id']).inTable('credit_line');
    t.index(['institution_id', 'line_id']);
  });

  await db.schema.createTable('covenant_test', (t) => {
    const c = columns(db, t, 'covenant_test');
    c.institution();
    t.integer('covenant_id').notNullable();
    c.date('date').notNullable();
    /** The value is `part` of `whole`; without a whole there is none, and nothing is broken. */
    c.centimos('part').notNullable();
    c.centimos('whole').notNullable();
    c.flag('met').notNullable();
    t.primary(['institution_id', 'covenant_id', 'date']);
    t.foreign(['institution_id', 'covenant_id']).references(['institution_id', 'id']).inTable('covenant');
  });

  await db.schema.createTable('covenant_waiver', (t) => {
    const c = columns(db, t, 'covenant_waiver');
    c.institution();
    t.integer('id').notNullable();
    t.integer('covenant_id').notNullable();
    c.date('valid_from').notNullable();
    c.date('valid_until').notNullable();
    t.string('reason', 500).notNullable();
    c.instant('created_at').notNullable();
    t.primary(['institution_id', 'id']);
    t.foreign(['institution_id', 'covenant_id']).references(['institution_id', 'id']).inTable('covenant');
    t.check('valid_from <= valid_until', [], 'covenant_waiver_from_before_until');
  });

  for (const table of ['covenant_test', 'covenant_waiver']) await makeAppendOnly(db, table);
}

export async function down(db: Knex): Promise<void> {
  for (const table of ['covenant_waiver', 'covenant_test', 'covenant']) await db.schema.dropTable(table);
}
