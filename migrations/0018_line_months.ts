import type { Knex } from 'knex';
import { columns } from '../src/db/columns';
import { makeAppendOnly } from './append-only';

/** What the report of a line tells, frozen at the end of each month. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('line_month', (t) => {
    const c = columns(db, t, 'line_month');
    c.institution();
    c.date('date').notNullable();
    t.integer('line_id').notNullable();
    /** What the loans of the line are divided by, and the group: `department` `22`, `days-late` `31`; `all` has no name. */
    c.word('cut', ['all', 'department', 'product', 'days-late']).notNullable();
    t.string('member', 20).notNullable();
    for (const number of ['loans', 'farmers', 'women', 'young']) t.integer(number).notNullable();
    t.bigInteger('square_metres').notNullable();
    // In the currency of the line.
    for (const amount of ['principal', 'late_1', 'late_30', 'late_90', 'refinanced', 'late_30_or_refinanced']) {
      c.centimos(amount).notNullable();
    }
    t.primary(['institution_id', 'date', 'line_id', 'cut', 'member']);
    t.foreign(['institution_id', 'line_id']).references(['institution_id', 'id']).inTable('credit_line');
  });

  await db.schema.createTable('line_month_funds', (t) => {
    const c = columns(db, t, 'line_month_funds');
    c.institution();
    c.date('date').notNullable();
    t.integer('line_id').notNullable();
    // Since the line began, in its currency; what was written off in the twelve months before, and the provisions held.
    for (const amount of [
      'drawn',
      'repaid',
      'lent',
      'recovered',
      'written_off',
      'written_off_12_months',
      'provision',
    ]) {
      c.centimos(amount).notNullable();
    }
    t.primary(['institution_id', 'date', 'line_id']);
    t.foreign(['institution_id', 'line_id']).references(['institution_id', 'id']).inTable('credit_line');
  });

  for (const table of ['line_month', 'line_month_funds']) await makeAppendOnly(db, table);
}

export async function down(db: Knex): Promise<void> {
  for (const table of ['line_month_funds', 'line_month']) await db.schema.dropTable(table);
}
