import type { Knex } from 'knex';
import { columns } from '../src/db/columns';
import { engineOf } from '../src/db/connect';

/**
 * Payments that an officer takes in the field, and that a cashier counts before they are posted. Money stands on a row
 * from the first save; what became of it is never rubbed out.
 */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('collection_sheet', (t) => {
    const c = columns(db, t, 'collection_sheet');
    c.institution();
    t.integer('id').notNullable();
    t.integer('officer_id').notNullable();
    /** The day on which the money is taken: the value date of every payment of the sheet. */
    c.date('collect_on').notNullable();
    t.string('place', 200).notNullable();
    t.string('currency', 3).notNullable();
    c.word('state', ['open', 'submitted', 'returned', 'received', 'confirmed', 'void']).notNullable();
    /** Goes up with each change; a page that shows an older one may not overwrite. */
    t.integer('version').notNullable();
    c.instant('made_at').notNullable();
    /** The first time; from then on no row leaves the sheet. */
    c.instant('submitted_at');
    t.integer('received_by');
    c.instant('received_at');
    /** What the cashier counted, which may differ from the sum of the rows. */
    c.centimos('counted');
    t.string('difference_reason', 500).notNullable().defaultTo('');
    /** Why it was sent back the last time, or why it was voided. */
    t.string('reason', 500).notNullable().defaultTo('');
    t.primary(['institution_id', 'id']);
    t.foreign(['institution_id', 'officer_id']).references(['institution_id', 'id']).inTable('staff');
    t.foreign(['institution_id', 'received_by']).references(['institution_id', 'id']).inTable('staff');
    t.index(['institution_id', 'state', 'officer_id']);
    t.check('received_by is null or received_by <> officer_id', [], 'collection_sheet_received_by_another');
    t.check(`(state in ('received', 'confirmed')) = (received_by is not null)`, [], 'collection_sheet_says_who');
    t.check('(received_by is null) = (received_at is null)', [], 'collection_sheet_says_when');
    t.check('(received_by is null) = (counted is null)', [], 'collection_sheet_says_how_much');
    t.check(`state in ('open', 'void') or submitted_at is not null`, [], 'collection_sheet_was_submitted');
    t.check(`state <> 'void' or reason <> ''`, [], 'collection_sheet_void_says_why');
  });

  await db.schema.createTable('collection_sheet_row', (t) => {
    const c = columns(db, t, 'collection_sheet_row');
    c.institution();
    t.integer('sheet_id').notNullable();
    t.integer('number').notNullable();
    t.integer('loan_id').notNullable();
    /** What was due on the day of the sheet when the row was made, and since when. */
    c.centimos('due').notNullable();
    c.date('due_since');
    /** What the farmer gave; nothing is null and never 0. */
    c.centimos('collected');
    /** Why nothing was paid, or not all of it. */
    c.word('outcome', ['absent', 'promised', 'unable', 'unwilling', 'not-visited', 'other']);
    c.date('promised_on');
    t.string('paper_receipt', 40).notNullable().defaultTo('');
    t.string('note', 300).notNullable().defaultTo('');
    c.word('intent', ['prepay-reduce-term', 'prepay-reduce-amount', 'advance']);
    c.flag('accept_excess').notNullable().defaultTo(false);
    c.word('state', ['open', 'unpaid', 'posted', 'refused', 'given-back']).notNullable();
    /** Part of the command id: a corrected row is another intention than the one that was refused. */
    t.integer('attempt').notNullable().defaultTo(1);
    /** Why the payment was refused, as the use case answered. */
    t.text('refusal');
    /** What was not posted because it went back to the farmer. */
    c.centimos('given_back').notNullable().defaultTo(0);
    t.string('decision_reason', 500).notNullable().defaultTo('');
    t.integer('event_id');
    t.primary(['institution_id', 'sheet_id', 'number']);
    t.unique(['institution_id', 'sheet_id', 'loan_id']);
    t.foreign(['institution_id', 'sheet_id']).references(['institution_id', 'id']).inTable('collection_sheet');
    t.foreign(['institution_id', 'loan_id']).references(['institution_id', 'id']).inTable('loan');
    t.foreign(['institution_id', 'event_id']).references(['institution_id', 'id']).inTable('loan_event');
    t.index(['institution_id', 'loan_id']);
    t.unique(['institution_id', 'event_id'], {
      indexName: 'collection_sheet_row_one_event',
      predicate: db.whereRaw('event_id is not null'),
    });
    t.check('collected is null or collected > 0', [], 'collection_sheet_row_collected_something');
    t.check('given_back between 0 and coalesce(collected, 0)', [], 'collection_sheet_row_gives_back_what_it_has');
    t.check(`(coalesce(outcome, '') = 'promised') = (promised_on is not null)`, [], 'collection_sheet_row_promise');
    t.check(`(state = 'posted') = (event_id is not null)`, [], 'collection_sheet_row_posted_has_an_event');
    t.check(
      `state not in ('posted', 'refused', 'given-back') or collected is not null`,
      [],
      'collection_sheet_row_paid',
    );
    t.check(`state <> 'unpaid' or collected is null`, [], 'collection_sheet_row_unpaid');
    t.check(`state <> 'refused' or refusal is not null`, [], 'collection_sheet_row_refused_says_why');
    t.check(`state <> 'given-back' or given_back = collected`, [], 'collection_sheet_row_given_back');
  });

  for (const rule of RULES) await (engineOf(db) === 'pg' ? ruleOnPostgres(db, rule) : ruleOnSqlite(db, rule));
}

export async function down(db: Knex): Promise<void> {
  for (const table of ['collection_sheet_row', 'collection_sheet']) await db.schema.dropTable(table);
  if (engineOf(db) !== 'pg') return;
  for (const { name } of RULES) await db.raw(`drop function if exists ${name}()`);
}

interface Rule {
  readonly name: string;
  readonly table: string;
  readonly verb: 'update' | 'delete';
  readonly when: string;
  readonly message: string;
}

const RULES: readonly Rule[] = [
  {
    name: 'collection_sheet_stays',
    table: 'collection_sheet',
    verb: 'delete',
    when: '1 = 1',
    message: 'a collection sheet is voided, not deleted',
  },
  {
    name: 'collection_sheet_is_final',
    table: 'collection_sheet',
    verb: 'update',
    when: `old.state in ('confirmed', 'void')`,
    message: 'a finished collection sheet does not change',
  },
  {
    name: 'collection_sheet_row_stays',
    table: 'collection_sheet_row',
    verb: 'delete',
    when: `exists (select 1 from collection_sheet s where s.institution_id = old.institution_id
      and s.id = old.sheet_id and s.submitted_at is not null)`,
    message: 'a row of a submitted collection sheet stays',
  },
  {
    name: 'collection_sheet_row_is_final',
    table: 'collection_sheet_row',
    verb: 'update',
    when: `old.state in ('posted', 'given-back')`,
    message: 'a settled row of a collection sheet does not change',
  },
];

async function ruleOnSqlite(db: Knex, { name, table, verb, when, message }: Rule): Promise<void> {
  await db.raw(`create trigger ${name} before ${verb} on ${table}
    begin select raise(abort, '${message}') where ${when}; end`);
}

async function ruleOnPostgres(db: Knex, { name, table, verb, when, message }: Rule): Promise<void> {
  await db.raw(`create function ${name}() returns trigger language plpgsql as $$
    begin
      if ${when} then raise exception '${message}'; end if;
      if tg_op = 'DELETE' then return old; end if;
      return new;
    end $$`);
  await db.raw(`create trigger ${name} before ${verb} on ${table} for each row execute function ${name}()`);
}
