import type { Knex } from 'knex';

/**
 * The indexes of the portfolio's lists. The number of the loan comes second: an index that began with the currency was taken for looking up a single loan too,
 * by a planner that knows no statistics, and then read all of them for each.
 */
export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('loan', (t) => t.dropIndex([], 'loan_in_portfolio'));
  await db.schema.alterTable('loan', (t) => {
    t.index(
      [
        ...['institution_id', 'id', 'currency', 'status', 'oldest_unpaid_due', 'principal_outstanding', 'principal'],
        ...['farmer_id', 'product_id', 'officer_id', 'line_id', 'partner_organisation_id', 'ubigeo', 'disbursed_on'],
      ],
      'loan_unpaid',
      { predicate: db.whereRaw('principal_outstanding > 0') },
    );
  });
  // Interest that joins the principal is asked for loan by loan.
  await db.schema.alterTable('instalment', (t) => {
    t.dropIndex([], 'instalment_capitalised');
    t.index(['institution_id', 'loan_id', 'due', 'principal'], 'instalment_joining', {
      predicate: db.whereRaw('principal < 0'),
    });
  });
}

export async function down(db: Knex): Promise<void> {
  await db.schema.alterTable('instalment', (t) => {
    t.dropIndex([], 'instalment_joining');
    t.index(['institution_id', 'due', 'loan_id', 'principal'], 'instalment_capitalised', {
      predicate: db.whereRaw('principal < 0'),
    });
  });
  await db.schema.alterTable('loan', (t) => {
    t.dropIndex([], 'loan_unpaid');
    t.index(['institution_id', 'currency'], 'loan_in_portfolio');
  });
}
