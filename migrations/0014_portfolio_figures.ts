import type { Knex } from 'knex';
import { columns } from '../src/db/columns';
import { createInKeyOrder } from './key-order';

const SNAPSHOT_AMOUNTS = ['refinanced_principal', 'modified_principal', 'untested_principal'] as const;

/**
 * What the portfolio of a closed day says of refinanced and of untested loans and of what falls due next, and the indexes
 * that the portfolio and its lists read instead of the long rows of loans.
 */
export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('portfolio_snapshot', (t) => {
    // Days that were closed before have no such figure, and nobody can work it out any more.
    for (const amount of SNAPSHOT_AMOUNTS) t.bigInteger(amount);
  });
  await createInKeyOrder(
    db,
    db.schema.createTable('falling_due', (t) => {
      const c = columns(db, t, 'falling_due');
      c.institution();
      /** The closed day. */
      c.date('date').notNullable();
      t.string('currency', 3).notNullable();
      c.date('due').notNullable();
      t.integer('instalments').notNullable();
      for (const amount of ['principal', 'total']) c.centimos(amount).notNullable();
      t.primary(['institution_id', 'date', 'currency', 'due']);
    }),
  );
  await db.schema.alterTable('loan', (t) => {
    t.index(
      [
        ...['institution_id', 'currency', 'oldest_unpaid_due', 'id', 'status', 'principal_outstanding', 'principal'],
        ...['farmer_id', 'product_id', 'officer_id', 'line_id', 'partner_organisation_id', 'ubigeo', 'disbursed_on'],
      ],
      'loan_in_portfolio',
      { predicate: db.whereRaw('principal_outstanding > 0') },
    );
    t.index(['institution_id', 'partner_organisation_id'], 'loan_of_organisation', {
      predicate: db.whereRaw('partner_organisation_id is not null'),
    });
  });
  await db.schema.alterTable('loan_event', (t) => {
    t.dropIndex(['institution_id', 'value_date']);
    t.index(['institution_id', 'value_date', 'loan_id'], 'loan_event_valued');
    t.index(['institution_id', 'value_date', 'booking_date', 'loan_id', 'amount'], 'loan_event_write_off', {
      predicate: db.whereRaw(`type = 'write-off'`),
    });
  });
  await db.schema.alterTable('instalment', (t) => {
    // Months of grace: they have a due date and nothing to pay.
    t.index(['institution_id', 'loan_id'], 'instalment_of_grace', {
      predicate: db.whereRaw('number = 1 and total = 0'),
    });
  });
}

export async function down(db: Knex): Promise<void> {
  await db.schema.alterTable('instalment', (t) => t.dropIndex([], 'instalment_of_grace'));
  await db.schema.alterTable('loan_event', (t) => {
    t.index(['institution_id', 'value_date']);
    t.dropIndex([], 'loan_event_valued');
    t.dropIndex([], 'loan_event_write_off');
  });
  await db.schema.alterTable('loan', (t) => {
    t.dropIndex([], 'loan_in_portfolio');
    t.dropIndex([], 'loan_of_organisation');
  });
  await db.schema.dropTable('falling_due');
  for (const amount of SNAPSHOT_AMOUNTS) await db.raw('alter table portfolio_snapshot drop column ??', [amount]);
}
