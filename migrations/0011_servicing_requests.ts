import type { Knex } from 'knex';
import { columns } from '../src/db/columns';

/** What one person asks for a loan and another one decides. The event that follows names its request. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('servicing_request', (t) => {
    const c = columns(db, t, 'servicing_request');
    c.institution();
    t.integer('id').notNullable();
    t.integer('loan_id').notNullable();
    c.word('kind', ['waiver', 'rate-change', 'extra-grace', 'reprogramming', 'write-off']).notNullable();
    c.centimos('amount').notNullable();
    /** What else the event will say, as in `loan_event`. */
    t.text('details').notNullable();
    t.string('reason', 500).notNullable();
    c.word('state', ['open', 'approved', 'denied', 'withdrawn']).notNullable();
    t.integer('requested_by').notNullable();
    c.instant('requested_at').notNullable();
    t.integer('decided_by');
    c.instant('decided_at');
    t.string('decision_reason', 500).notNullable().defaultTo('');
    t.integer('event_id');
    t.primary(['institution_id', 'id']);
    t.foreign(['institution_id', 'loan_id']).references(['institution_id', 'id']).inTable('loan');
    t.foreign(['institution_id', 'requested_by']).references(['institution_id', 'id']).inTable('staff');
    t.foreign(['institution_id', 'decided_by']).references(['institution_id', 'id']).inTable('staff');
    t.foreign(['institution_id', 'event_id']).references(['institution_id', 'id']).inTable('loan_event');
    t.index(['institution_id', 'state', 'id']);
    t.unique(['institution_id', 'loan_id'], {
      indexName: 'servicing_request_one_open',
      predicate: db.whereRaw(`state = 'open'`),
    });
    t.check(
      `decided_by is null or (decided_by = requested_by) = (state = 'withdrawn')`,
      [],
      'servicing_request_decided_by_another',
    );
    t.check(`(state = 'open') = (decided_by is null)`, [], 'servicing_request_says_who_decided');
    t.check(`(state = 'open') = (decided_at is null)`, [], 'servicing_request_says_when_decided');
    t.check(`(state = 'approved') = (event_id is not null)`, [], 'servicing_request_leads_to_an_event');
  });
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('servicing_request');
}
