import type { Knex } from 'knex';
import { columns } from '../src/db/columns';

export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('product', (t) => {
    const c = columns(db, t, 'product');
    c.institution().references('institution.id');
    t.integer('id').notNullable();
    t.string('name', 120).notNullable();
    c.word('credit_type', ['microempresa', 'pequena_empresa']).notNullable();
    t.string('currency', 3).notNullable();
    c.word('plan', ['harvest', 'level', 'bullet', 'equal-principal']).notNullable();
    c.centimos('amount_min').notNullable();
    c.centimos('amount_max').notNullable();
    t.integer('instalments_max').notNullable();
    c.decimal('rate_percent').notNullable();
    c.decimal('late_rate_percent').notNullable();
    c.word('unpaid_interest', ['capitalise', 'carry']).notNullable();
    c.decimal('insurance_percent').notNullable();
    c.centimos('disbursement_fee').notNullable();
    c.centimos('instalment_fee').notNullable();
    /** The largest share of the net income of a harvest window that an instalment may take. */
    c.decimal('window_share_percent').notNullable();
    c.flag('active').notNullable();
    c.instant('created_at').notNullable();
    t.primary(['institution_id', 'id']);
    t.unique(['institution_id', 'name']);
  });

  await db.schema.createTable('credit_line_product', (t) => {
    const c = columns(db, t, 'credit_line_product');
    c.institution();
    t.integer('line_id').notNullable();
    t.integer('product_id').notNullable();
    t.primary(['institution_id', 'line_id', 'product_id']);
    t.foreign(['institution_id', 'line_id']).references(['institution_id', 'id']).inTable('credit_line');
    t.foreign(['institution_id', 'product_id']).references(['institution_id', 'id']).inTable('product');
  });

  await db.schema.createTable('approval_level', (t) => {
    const c = columns(db, t, 'approval_level');
    c.institution().references('institution.id');
    c.word('role', ['manager', 'risk', 'administrator']).notNullable();
    t.string('currency', 3).notNullable();
    c.date('valid_from').notNullable();
    c.centimos('amount_max').notNullable();
    t.primary(['institution_id', 'role', 'currency', 'valid_from']);
  });

  await db.schema.createTable('application', (t) => {
    const c = columns(db, t, 'application');
    c.institution().references('institution.id');
    t.integer('id').notNullable();
    t.integer('farmer_id').notNullable();
    t.integer('officer_id').notNullable();
    t.integer('product_id');
    c.word('state', [
      'draft',
      'submitted',
      'in-evaluation',
      'returned',
      'in-committee',
      'approved',
      'denied',
      'withdrawn',
      'expired',
      'disbursed',
    ]).notNullable();
    c.instant('state_since').notNullable();
    c.centimos('amount');
    t.string('purpose', 200).notNullable().defaultTo('');
    c.date('disburse_on');
    /** What was asked for, field by field as its form shows it, as JSON. */
    t.text('request');
    /** The schedule asked for, as the JSON of contract 1. */
    t.text('terms');
    /** Harvests, prices, costs, other income, household cost and other debts as they were assumed, as JSON. */
    t.text('cash_flow');
    t.integer('submitted_by');
    t.integer('decided_by');
    /** Goes up with each change, so that two people cannot decide on the same page. */
    t.integer('version').notNullable();
    c.instant('created_at').notNullable();
    t.primary(['institution_id', 'id']);
    t.foreign(['institution_id', 'farmer_id']).references(['institution_id', 'id']).inTable('farmer');
    t.foreign(['institution_id', 'officer_id']).references(['institution_id', 'id']).inTable('staff');
    t.foreign(['institution_id', 'product_id']).references(['institution_id', 'id']).inTable('product');
    t.foreign(['institution_id', 'submitted_by']).references(['institution_id', 'id']).inTable('staff');
    t.foreign(['institution_id', 'decided_by']).references(['institution_id', 'id']).inTable('staff');
    t.index(['institution_id', 'state', 'state_since']);
    t.index(['institution_id', 'farmer_id']);
    t.check(`state <> 'approved' or decided_by <> submitted_by`, [], 'application_decided_by_another');
  });

  await db.schema.createTable('application_parcel', (t) => {
    const c = columns(db, t, 'application_parcel');
    c.institution();
    t.integer('application_id').notNullable();
    t.integer('parcel_id').notNullable();
    t.primary(['institution_id', 'application_id', 'parcel_id']);
    t.foreign(['institution_id', 'application_id']).references(['institution_id', 'id']).inTable('application');
    t.foreign(['institution_id', 'parcel_id']).references(['institution_id', 'id']).inTable('parcel');
  });

  await db.schema.createTable('application_step', (t) => {
    const c = columns(db, t, 'application_step');
    c.institution();
    t.integer('id').notNullable();
    t.integer('application_id').notNullable();
    t.string('from_state', 40).notNullable();
    t.string('to_state', 40).notNullable();
    /** Nobody where the program itself took the step: an application that expired. */
    t.integer('staff_id');
    t.string('reason', 500).notNullable().defaultTo('');
    c.instant('recorded_at').notNullable();
    t.primary(['institution_id', 'id']);
    t.foreign(['institution_id', 'application_id']).references(['institution_id', 'id']).inTable('application');
    t.foreign(['institution_id', 'staff_id']).references(['institution_id', 'id']).inTable('staff');
    t.index(['institution_id', 'application_id']);
  });
}

export async function down(db: Knex): Promise<void> {
  for (const table of [
    'application_step',
    'application_parcel',
    'application',
    'approval_level',
    'credit_line_product',
    'product',
  ]) {
    await db.schema.dropTable(table);
  }
}
