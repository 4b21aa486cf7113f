import type { Knex } from 'knex';
import { columns } from '../src/db/columns';
import { makeAppendOnly } from './append-only';
import { uniqueWhereSet } from './unique-where-set';

/** What AZMJ facilitates: investors and partner organisations, shared by all, and the credit lines of the lenders. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('investor', (t) => {
    t.integer('id').primary();
    t.string('name', 200).notNullable().unique();
    t.string('country', 2).notNullable();
  });

  await db.schema.createTable('partner_organisation', (t) => {
    const c = columns(db, t, 'partner_organisation');
    t.integer('id').primary();
    t.string('name', 200).notNullable().unique();
    c.word('kind', ['producer-organisation', 'financial-institution', 'government', 'buyer']).notNullable();
    t.string('department_code', 2).notNullable();
    t.string('contact', 200).notNullable().defaultTo('');
    c.instant('created_at').notNullable();
  });

  await db.schema.createTable('letter_of_intention', (t) => {
    const c = columns(db, t, 'letter_of_intention');
    t.integer('id').primary();
    t.integer('partner_organisation_id').notNullable().references('partner_organisation.id');
    c.date('signed_on').notNullable();
    c.decimal('hectares').notNullable();
    t.string('department_code', 2).notNullable();
    /** A letter that was entered by mistake or that the organisation took back counts no longer. */
    c.date('withdrawn_on');
    t.string('withdrawal_reason', 500).notNullable().defaultTo('');
    c.instant('created_at').notNullable();
    t.index(['partner_organisation_id']);
  });

  await db.schema.createTable('credit_line', (t) => {
    const c = columns(db, t, 'credit_line');
    c.institution().references('institution.id');
    t.integer('id').notNullable();
    t.integer('investor_id').notNullable().references('investor.id');
    t.string('name', 120).notNullable();
    t.string('currency', 3).notNullable();
    c.centimos('commitment').notNullable();
    c.decimal('rate_percent').notNullable();
    c.flag('revolving').notNullable();
    c.date('available_from').notNullable();
    c.date('available_until').notNullable();
    c.date('matures_on').notNullable();
    // Stored balances, in the line's currency; verify recomputes them from the movements and the loans.
    c.centimos('drawn').notNullable();
    c.centimos('repaid').notNullable();
    c.centimos('lent').notNullable();
    c.centimos('recovered').notNullable();
    c.instant('created_at').notNullable();
    t.primary(['institution_id', 'id']);
    t.check('commitment > 0', [], 'credit_line_commitment_positive');
    t.check('drawn >= 0 and repaid >= 0 and repaid <= drawn', [], 'credit_line_repaid_within_drawn');
    t.check('lent >= 0 and recovered >= 0 and recovered <= lent', [], 'credit_line_recovered_within_lent');
  });

  await db.schema.createTable('credit_line_region', (t) => {
    const c = columns(db, t, 'credit_line_region');
    c.institution();
    t.integer('line_id').notNullable();
    t.string('department_code', 2).notNullable();
    t.primary(['institution_id', 'line_id', 'department_code']);
    t.foreign(['institution_id', 'line_id']).references(['institution_id', 'id']).inTable('credit_line');
  });

  await db.schema.createTable('line_movement', (t) => {
    const c = columns(db, t, 'line_movement');
    c.institution();
    t.integer('id').notNullable();
    t.integer('line_id').notNullable();
    c.word('kind', ['drawdown', 'repayment']).notNullable();
    c.centimos('amount').notNullable();
    c.date('value_date').notNullable();
    t.bigInteger('journal_id').notNullable();
    /** Who entered it: staff of the lender, or the facilitator, who is staff of another institution. */
    t.integer('staff_id');
    t.integer('facilitator_staff_id');
    /** The movement of the same kind that this one takes back; both then count for nothing. */
    t.integer('reverses');
    t.string('reason', 500).notNullable().defaultTo('');
    c.instant('recorded_at').notNullable();
    t.primary(['institution_id', 'id']);
    uniqueWhereSet(db, t, 'line_movement', 'reverses');
    t.foreign(['institution_id', 'line_id']).references(['institution_id', 'id']).inTable('credit_line');
    t.foreign(['institution_id', 'journal_id']).references(['institution_id', 'id']).inTable('journal');
    t.foreign(['institution_id', 'reverses']).references(['institution_id', 'id']).inTable('line_movement');
    t.foreign(['institution_id', 'staff_id']).references(['institution_id', 'id']).inTable('staff');
    t.index(['institution_id', 'line_id', 'value_date']);
    t.check('amount > 0', [], 'line_movement_amount_positive');
  });

  await makeAppendOnly(db, 'line_movement');
}

export async function down(db: Knex): Promise<void> {
  for (const table of [
    'line_movement',
    'credit_line_region',
    'credit_line',
    'letter_of_intention',
    'partner_organisation',
    'investor',
  ]) {
    await db.schema.dropTable(table);
  }
}
