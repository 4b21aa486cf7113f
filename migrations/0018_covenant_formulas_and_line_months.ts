import type { Knex } from 'knex';
import { columns } from '../src/db/columns';
import { makeAppendOnly } from './append-only';
import { down as dropCovenants } from './0012_covenants';

const OLD_FORMULAS = ['par-30', 'utilisation', 'largest-department'];
const FORMULAS = [...OLD_FORMULAS, 'par-30-refinanced', 'write-offs', 'risk-coverage', 'uncovered-risk'];

/**
 * Covenants may be about restructured loans, write-offs and provisions too, and what a line's report tells is frozen at
 * the end of each month. SQLite cannot widen the condition of a column, so the covenants move to tables made anew.
 */
export async function up(db: Knex): Promise<void> {
  await remakeCovenants(db, FORMULAS);

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
  await remakeCovenants(db, OLD_FORMULAS);
}

type Row = Record<string, unknown>;

async function remakeCovenants(db: Knex, formulas: readonly string[]): Promise<void> {
  const kept: Row[] = await db('covenant').whereIn('formula', [...formulas]);
  const isKept = (row: Row) =>
    kept.some(
      ({ institution_id: institution, id }) => institution === row['institution_id'] && id === row['covenant_id'],
    );
  const tests: Row[] = (await db('covenant_test')).filter(isKept);
  const waivers: Row[] = (await db('covenant_waiver')).filter(isKept);
  await dropCovenants(db);
  await createCovenants(db, formulas);
  await db.batchInsert('covenant', kept, 50);
  await db.batchInsert('covenant_test', tests, 50);
  await db.batchInsert('covenant_waiver', waivers, 50);
}

async function createCovenants(db: Knex, formulas: readonly string[]): Promise<void> {
  await db.schema.createTable('covenant', (t) => {
    const c = columns(db, t, 'covenant');
    c.institution();
    t.integer('id').notNullable();
    t.integer('line_id').notNullable();
    c.word('formula', formulas).notNullable();
    c.word('operator', ['at-most', 'at-least']).notNullable();
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
