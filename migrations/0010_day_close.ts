import type { Knex } from 'knex';
import { columns } from '../src/db/columns';
import { engineOf } from '../src/db/connect';
import { makeAppendOnly } from './append-only';
import { createInKeyOrder } from './key-order';

/** Days that have ended: what was known at their end is frozen, and nothing is booked in them any more. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('closed_day', (t) => {
    const c = columns(db, t, 'closed_day');
    c.institution().references('institution.id');
    c.date('date').notNullable();
    /** Of the figures of the day, which are in `portfolio_snapshot` and `accrued_interest`. */
    t.string('digest', 64).notNullable();
    /** The last journal and the last event that belong to the day or to one before: later numbers must be booked later. */
    t.bigInteger('last_journal').notNullable();
    t.bigInteger('last_event').notNullable();
    c.instant('recorded_at').notNullable();
    t.integer('staff_id');
    t.primary(['institution_id', 'date']);
  });

  await createInKeyOrder(
    db,
    db.schema.createTable('loan_standing', (t) => {
      const c = columns(db, t, 'loan_standing');
      c.institution();
      t.integer('loan_id').notNullable();
      /** The row holds from this day to `until`; an open end is what is known now. */
      c.date('since').notNullable();
      c.date('until');
      t.integer('farmer_id').notNullable();
      /** As the ledger has it; what has joined it on due dates since the last event comes on top. */
      c.centimos('principal').notNullable();
      c.centimos('capitalised').notNullable();
      c.date('oldest_unpaid_due');
      t.string('modification', 20);
      /** Interest earned before `accrual_from` and not yet received. */
      c.centimos('accrued').notNullable();
      /** The instalment whose period is running; absent after the last. */
      t.integer('running_instalment');
      c.date('accrual_from').notNullable();
      c.date('accrual_until');
      c.centimos('accrual_interest').notNullable();
      c.centimos('joins_principal').notNullable();
      t.primary(['institution_id', 'loan_id', 'since']);
      t.foreign(['institution_id', 'loan_id']).references(['institution_id', 'id']).inTable('loan');
      t.index(['institution_id', 'farmer_id']);
      t.index(['institution_id', 'until'], 'loan_standing_ended', { predicate: db.whereRaw('until is not null') });
    }),
  );
  // What a loan is counted under, so that the day close never reads the long rows of loans.
  await db.schema.alterTable('loan', (t) => {
    t.index(
      [
        ...['institution_id', 'id', 'currency', 'product_id', 'line_id', 'officer_id'],
        ...['partner_organisation_id', 'ubigeo'],
      ],
      'loan_counted_under',
    );
  });

  await createInKeyOrder(
    db,
    db.schema.createTable('debtor', (t) => {
      const c = columns(db, t, 'debtor');
      c.institution();
      t.integer('farmer_id').notNullable();
      /** Place in the list of categories: 1 is CPP, 4 Pérdida. Who is Normal has no row. */
      t.integer('category').notNullable();
      c.date('since').notNullable();
      t.primary(['institution_id', 'farmer_id']);
      t.foreign(['institution_id', 'farmer_id']).references(['institution_id', 'id']).inTable('farmer');
      t.check('category between 1 and 4', [], 'debtor_category_below_normal');
    }),
  );

  await createInKeyOrder(
    db,
    db.schema.createTable('portfolio_snapshot', (t) => {
      const c = columns(db, t, 'portfolio_snapshot');
      c.institution();
      c.date('date').notNullable();
      t.string('currency', 3).notNullable();
      t.string('dimension', 30).notNullable();
      t.string('member', 40).notNullable();
      /** The fewest days late of the group: 0, 1, 2, 9, 31, 61, 91, 121, 181. */
      t.integer('days_late_from').notNullable();
      t.integer('loans').notNullable();
      /** Each farmer once in a member, under the worst of the loans that belong to it. */
      t.integer('farmers').notNullable();
      for (const amount of ['principal', 'overdue_principal', 'provision']) c.centimos(amount).notNullable();
      t.primary(['institution_id', 'date', 'currency', 'dimension', 'member', 'days_late_from']);
    }),
  );

  await createInKeyOrder(
    db,
    db.schema.createTable('accrued_interest', (t) => {
      const c = columns(db, t, 'accrued_interest');
      c.institution();
      c.date('date').notNullable();
      t.string('currency', 3).notNullable();
      t.integer('line_id').notNullable();
      t.integer('product_id').notNullable();
      /** What stands in the books as receivable; below zero where more was received than is earned. */
      c.centimos('receivable').notNullable();
      /** Earned by contract and left out of the books until it is received. */
      c.centimos('suspended').notNullable();
      t.primary(['institution_id', 'date', 'currency', 'line_id', 'product_id']);
    }),
  );

  await createInKeyOrder(
    db,
    db.schema.createTable('reminder', (t) => {
      const c = columns(db, t, 'reminder');
      c.institution();
      t.integer('loan_id').notNullable();
      c.date('due').notNullable();
      c.word('kind', ['due-soon', 'late']).notNullable();
      /** A lawful day; the hours between which it may be sent are those of the law too. */
      c.date('send_on').notNullable();
      t.integer('from_hour').notNullable();
      t.integer('to_hour').notNullable();
      c.instant('sent_at');
      // No foreign key: checking it would wait for whoever is paying the loan, who waits for the day close.
      t.primary(['institution_id', 'loan_id', 'due', 'kind']);
      t.index(['institution_id', 'send_on']);
    }),
  );

  // Not an institution's data: which process does what only one may do.
  await db.schema.createTable('lease', (t) => {
    const c = columns(db, t, 'lease');
    t.string('name', 60).primary();
    t.string('holder', 64).notNullable();
    c.instant('expires_at').notNullable();
  });

  for (const table of ['closed_day', 'portfolio_snapshot', 'accrued_interest']) await makeAppendOnly(db, table);
  await refuseBookingInClosedDays(db);
}

export async function down(db: Knex): Promise<void> {
  for (const table of ['journal', 'loan_event']) {
    await db.raw(`drop trigger if exists ${table}_not_in_closed_day${engineOf(db) === 'pg' ? ` on ${table}` : ''}`);
  }
  if (engineOf(db) === 'pg') await db.raw('drop function if exists refuse_booking_in_closed_day()');
  const tables = ['lease', 'reminder', 'accrued_interest', 'portfolio_snapshot', 'debtor', 'loan_standing'];
  for (const table of [...tables, 'closed_day']) await db.schema.dropTable(table);
  await db.schema.alterTable('loan', (t) => t.dropIndex([], 'loan_counted_under'));
}

async function refuseBookingInClosedDays(db: Knex): Promise<void> {
  if (engineOf(db) === 'pg') {
    await db.raw(`create function refuse_booking_in_closed_day() returns trigger language plpgsql as $$
      begin
        if exists (select 1 from closed_day
                    where institution_id = new.institution_id and date >= new.booking_date)
        then raise exception 'the day % is closed', new.booking_date; end if;
        return new;
      end $$`);
  }
  for (const table of ['journal', 'loan_event']) {
    await db.raw(
      engineOf(db) === 'pg'
        ? `create trigger ${table}_not_in_closed_day before insert on ${table}
             for each row execute function refuse_booking_in_closed_day()`
        : `create trigger ${table}_not_in_closed_day before insert on ${table}
             when exists (select 1 from closed_day
                           where institution_id = new.institution_id and date >= new.booking_date)
             begin select raise(abort, 'the day is closed'); end`,
    );
  }
}
