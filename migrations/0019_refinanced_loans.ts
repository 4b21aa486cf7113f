import type { Knex } from 'knex';
import { columns } from '../src/db/columns';

/** How refinanced and restructured loans are paid: the day close keeps it, a row for each that is open. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('refinanced_loan', (t) => {
    const c = columns(db, t, 'refinanced_loan');
    c.institution();
    t.integer('loan_id').notNullable();
    /** The first closed day that knew it as refinanced. */
    c.date('since').notNullable();
    /** Place in the list of categories, as in `debtor`; 0 is Normal: two punctual quarters a step have led back to it. */
    t.integer('category').notNullable();
    /** Punctual payment counts from this day on. */
    c.date('punctual_from').notNullable();
    t.primary(['institution_id', 'loan_id']);
    t.foreign(['institution_id', 'loan_id']).references(['institution_id', 'id']).inTable('loan');
    t.check('category between 0 and 4', [], 'refinanced_loan_category_in_list');
  });
  await db.schema.alterTable('loan_standing', (t) => {
    t.index(['institution_id', 'loan_id'], 'loan_standing_refinanced', {
      predicate: db.whereRaw('modification is not null'),
    });
  });
}

export async function down(db: Knex): Promise<void> {
  await db.schema.alterTable('loan_standing', (t) => t.dropIndex([], 'loan_standing_refinanced'));
  await db.schema.dropTable('refinanced_loan');
}
