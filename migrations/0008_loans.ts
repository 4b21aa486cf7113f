import type { Knex } from 'knex';
import { columns } from '../src/db/columns';
import { engineOf } from '../src/db/connect';
import { makeAppendOnly } from './append-only';
import { createInKeyOrder } from './key-order';
import { uniqueWhereSet } from './unique-where-set';

/**
 * A loan is its terms and its events; both never change. `instalment` and `allocation` and the balances on `loan` are
 * projections of them: rewritten after each event of the loan, and recomputed by verify.
 */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('loan', (t) => {
    const c = columns(db, t, 'loan');
    c.institution().references('institution.id');
    t.integer('id').notNullable();
    t.integer('application_id').notNullable();
    t.integer('farmer_id').notNullable();
    t.integer('product_id').notNullable();
    t.integer('officer_id').notNullable();
    t.integer('line_id').notNullable();
    t.integer('partner_organisation_id').references('partner_organisation.id');
    t.string('ubigeo', 6).notNullable().references('district.ubigeo');
    t.string('currency', 3).notNullable();
    c.centimos('principal').notNullable();
    /** The same amount in the line's currency, at `exchange_rate` units of the loan's currency for one of the line's. */
    c.centimos('line_amount').notNullable();
    c.decimal('exchange_rate').notNullable();
    t.text('terms').notNullable();
    t.text('allocation').notNullable();
    c.decimal('late_rate_percent').notNullable();
    t.integer('submitted_by').notNullable();
    t.integer('approved_by').notNullable();
    t.integer('disbursed_by').notNullable();
    c.date('disbursed_on').notNullable();
    c.word('status', ['active', 'closed', 'overpaid', 'written-off']).notNullable();
    c.centimos('principal_outstanding').notNullable();
    c.date('oldest_unpaid_due');
    c.date('next_due');
    c.centimos('next_amount');
    c.instant('created_at').notNullable();
    t.primary(['institution_id', 'id']);
    t.unique(['institution_id', 'application_id']);
    t.foreign(['institution_id', 'application_id']).references(['institution_id', 'id']).inTable('application');
    t.foreign(['institution_id', 'farmer_id']).references(['institution_id', 'id']).inTable('farmer');
    t.foreign(['institution_id', 'product_id']).references(['institution_id', 'id']).inTable('product');
    t.foreign(['institution_id', 'officer_id']).references(['institution_id', 'id']).inTable('staff');
    t.foreign(['institution_id', 'line_id']).references(['institution_id', 'id']).inTable('credit_line');
    t.foreign(['institution_id', 'disbursed_by']).references(['institution_id', 'id']).inTable('staff');
    t.index(['institution_id', 'status', 'oldest_unpaid_due']);
    t.index(['institution_id', 'officer_id', 'status']);
    t.index(['institution_id', 'farmer_id']);
    t.index(['institution_id', 'line_id']);
    t.check('disbursed_by <> submitted_by and disbursed_by <> approved_by', [], 'loan_disbursed_by_another');
    t.check('principal_outstanding >= 0', [], 'loan_outstanding_not_negative');
  });

  await createInKeyOrder(
    db,
    db.schema.createTable('loan_event', (t) => {
      const c = columns(db, t, 'loan_event');
      c.institution();
      t.integer('id').notNullable();
      t.integer('loan_id').notNullable();
      t.string('type', 40).notNullable();
      c.date('value_date').notNullable();
      c.date('booking_date').notNullable();
      c.instant('recorded_at').notNullable();
      c.centimos('amount').notNullable();
      /** What else the event says (intent, kind, due, channel …), as JSON. */
      t.text('details').notNullable();
      t.string('reason', 500).notNullable().defaultTo('');
      t.integer('reverses');
      /** Who entered the event that is reversed: another person than who reverses it. */
      t.integer('reversed_staff_id');
      t.integer('receipt_number');
      t.integer('staff_id').notNullable();
      t.string('command_id', 64).notNullable();
      // A loan is read by its events: they lie together.
      t.primary(['institution_id', 'loan_id', 'id']);
      t.unique(['institution_id', 'id']);
      uniqueWhereSet(db, t, 'loan_event', 'reverses');
      uniqueWhereSet(db, t, 'loan_event', 'receipt_number');
      t.foreign(['institution_id', 'loan_id']).references(['institution_id', 'id']).inTable('loan');
      t.foreign(['institution_id', 'reverses']).references(['institution_id', 'id']).inTable('loan_event');
      t.foreign(['institution_id', 'staff_id']).references(['institution_id', 'id']).inTable('staff');
      t.index(['institution_id', 'value_date']);
      t.check('amount >= 0', [], 'loan_event_amount_not_negative');
      t.check('(reverses is null) = (reversed_staff_id is null)', [], 'loan_event_names_who_is_reversed');
      t.check('reversed_staff_id is null or reversed_staff_id <> staff_id', [], 'loan_event_reversed_by_another');
    }),
  );

  await createInKeyOrder(
    db,
    db.schema.createTable('instalment', (t) => {
      const c = columns(db, t, 'instalment');
      c.institution();
      t.integer('loan_id').notNullable();
      t.integer('number').notNullable();
      c.date('due').notNullable();
      for (const part of ['principal', 'interest', 'insurance', 'fees', 'penalties', 'total', 'paid', 'balance']) {
        c.centimos(part).notNullable();
      }
      c.centimos('waived').notNullable().defaultTo(0);
      c.date('paid_on');
      t.primary(['institution_id', 'loan_id', 'number']);
      t.foreign(['institution_id', 'loan_id']).references(['institution_id', 'id']).inTable('loan');
      t.index(['institution_id', 'due']);
      // The few instalments whose interest joins the principal; reports add it up for every loan.
      t.index(['institution_id', 'due', 'loan_id', 'principal'], 'instalment_capitalised', {
        predicate: db.whereRaw('principal < 0'),
      });
    }),
  );

  await createInKeyOrder(
    db,
    db.schema.createTable('allocation', (t) => {
      const c = columns(db, t, 'allocation');
      c.institution();
      t.integer('loan_id').notNullable();
      t.integer('event_id').notNullable();
      t.integer('instalment').notNullable();
      c.date('value_date').notNullable();
      for (const part of ['principal', 'interest', 'insurance', 'fees', 'penalties']) c.centimos(part).notNullable();
      c.centimos('late_interest').notNullable().defaultTo(0);
      t.primary(['institution_id', 'loan_id', 'event_id', 'instalment']);
      t.foreign(['institution_id', 'loan_id']).references(['institution_id', 'id']).inTable('loan');
      t.foreign(['institution_id', 'event_id']).references(['institution_id', 'id']).inTable('loan_event');
    }),
  );

  await makeAppendOnly(db, 'loan_event');
  await refuseWrongReversedStaff(db);
}

export async function down(db: Knex): Promise<void> {
  for (const table of ['allocation', 'instalment', 'loan_event', 'loan']) await db.schema.dropTable(table);
  if (engineOf(db) === 'pg') await db.raw('drop function refuse_wrong_reversed_staff()');
}

/** A foreign key would say it too, and cost every event an index of three columns. */
async function refuseWrongReversedStaff(db: Knex): Promise<void> {
  const isWrong = `not exists (select 1 from loan_event
    where institution_id = new.institution_id and id = new.reverses and staff_id = new.reversed_staff_id)`;
  if (engineOf(db) === 'sqlite') {
    await db.raw(`create trigger loan_event_reversed_staff before insert on loan_event
      when new.reverses is not null and ${isWrong}
      begin select raise(abort, 'somebody else entered the event'); end`);
    return;
  }
  await db.raw(`create function refuse_wrong_reversed_staff() returns trigger language plpgsql as $$
    begin
      if ${isWrong} then raise exception 'somebody else entered the event'; end if;
      return new;
    end $$`);
  await db.raw(`create trigger loan_event_reversed_staff before insert on loan_event
    for each row when (new.reverses is not null) execute function refuse_wrong_reversed_staff()`);
}
