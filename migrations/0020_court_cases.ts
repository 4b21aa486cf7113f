import type { Knex } from 'knex';
import { columns } from '../src/db/columns';

/** Suits against debtors. A loan with one is «en cobranza judicial» from the day on which it was known to the day it ended. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('court_case', (t) => {
    const c = columns(db, t, 'court_case');
    c.institution();
    t.integer('id').notNullable();
    t.integer('loan_id').notNullable();
    /** When it was handed to the court, as the paper says. */
    c.date('filed_on').notNullable();
    /** From the day on which it was entered to the last day before its end was: what each day's close knew. */
    c.date('since').notNullable();
    c.date('until');
    t.string('court', 120).notNullable();
    t.string('case_number', 40).notNullable();
    t.string('reason', 500).notNullable();
    t.integer('filed_by').notNullable();
    t.string('end_reason', 500).notNullable().defaultTo('');
    t.integer('ended_by');
    t.primary(['institution_id', 'id']);
    t.foreign(['institution_id', 'loan_id']).references(['institution_id', 'id']).inTable('loan');
    t.foreign(['institution_id', 'filed_by']).references(['institution_id', 'id']).inTable('staff');
    t.foreign(['institution_id', 'ended_by']).references(['institution_id', 'id']).inTable('staff');
    t.unique(['institution_id', 'loan_id'], {
      indexName: 'court_case_one_pending',
      predicate: db.whereRaw('until is null'),
    });
    t.check('filed_on <= since', [], 'court_case_filed_before_known');
    t.check('(until is null) = (ended_by is null)', [], 'court_case_says_who_ended_it');
  });
  await db.schema.alterTable('loan', (t) => {
    t.date('in_court_since');
  });
  await db.schema.alterTable('loan_standing', (t) => {
    t.integer('in_court').notNullable().defaultTo(0);
  });
}

export async function down(db: Knex): Promise<void> {
  await db.raw('alter table loan_standing drop column in_court');
  await db.raw('alter table loan drop column in_court_since');
  await db.schema.dropTable('court_case');
}
