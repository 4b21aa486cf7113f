import type { Knex } from 'knex';
import { columns } from '../src/db/columns';
import { engineOf } from '../src/db/connect';
import { makeAppendOnly } from './append-only';
import { createInKeyOrder } from './key-order';
import { uniqueWhereSet } from './unique-where-set';

/** Accounts that are added up by themselves and that no everyday payment books on: `ofQuietAccounts` says the same. */
const QUIET_ACCOUNTS = `account_code in ('1403', '1404', '1405', '1406', '1408', '1409', '1507', '2402')`;

/**
 * The ledger. A journal cannot be committed without its seal, a seal cannot be made for a journal that does not
 * balance, and a sealed journal takes no further entry: the database refuses all three, whatever the program does.
 */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('ledger_account', (t) => {
    const c = columns(db, t, 'ledger_account');
    c.institution().references('institution.id');
    t.string('code', 12).notNullable();
    t.string('name', 120).notNullable();
    c.word('kind', ['asset', 'liability', 'equity', 'income', 'expense', 'contingent']).notNullable();
    t.primary(['institution_id', 'code']);
  });

  await createInKeyOrder(
    db,
    db.schema.createTable('journal_seal', (t) => {
      const c = columns(db, t, 'journal_seal');
      c.institution();
      t.bigInteger('journal_id').notNullable();
      t.string('hash', 64).notNullable();
      t.primary(['institution_id', 'journal_id']);
    }),
  );

  await createInKeyOrder(
    db,
    db.schema.createTable('journal', (t) => {
      const c = columns(db, t, 'journal');
      c.institution().references('institution.id');
      t.bigInteger('id').notNullable();
      t.string('kind', 40).notNullable();
      t.string('command_id', 64).notNullable();
      t.integer('command_part').notNullable();
      t.string('currency', 3).notNullable();
      c.date('value_date').notNullable();
      c.date('booking_date').notNullable();
      c.instant('recorded_at').notNullable();
      t.integer('staff_id');
      t.integer('loan_id');
      t.integer('line_id');
      t.integer('event_id');
      t.bigInteger('reverses');
      t.primary(['institution_id', 'id']);
      // Journals of a loan's event belong to a command that a person gave, and `command` has each of those once.
      t.unique(['institution_id', 'command_id', 'command_part'], {
        indexName: 'journal_of_no_event_once',
        predicate: db.whereNull('event_id'),
      });
      uniqueWhereSet(db, t, 'journal', 'reverses');
      t.index(['institution_id', 'loan_id', 'value_date']);
      t.foreign(['institution_id', 'reverses']).references(['institution_id', 'id']).inTable('journal');
      t.foreign(['institution_id', 'id'], 'journal_is_sealed')
        .references(['institution_id', 'journal_id'])
        .inTable('journal_seal')
        .deferrable('deferred');
      t.check('value_date <= booking_date', [], 'journal_value_date_not_after_booking');
    }),
  );

  await createInKeyOrder(
    db,
    db.schema.createTable('entry', (t) => {
      const c = columns(db, t, 'entry');
      c.institution();
      t.bigInteger('journal_id').notNullable();
      t.integer('position').notNullable();
      t.string('account_code', 12).notNullable();
      c.word('side', ['debit', 'credit']).notNullable();
      c.centimos('amount').notNullable();
      t.primary(['institution_id', 'journal_id', 'position']);
      t.foreign(['institution_id', 'journal_id']).references(['institution_id', 'id']).inTable('journal');
      t.foreign(['institution_id', 'account_code']).references(['institution_id', 'code']).inTable('ledger_account');
      t.index(['institution_id', 'account_code', 'journal_id', 'side', 'amount'], 'entry_of_quiet_account', {
        predicate: db.whereRaw(QUIET_ACCOUNTS),
      });
      t.check('amount > 0', [], 'entry_amount_is_positive');
    }),
  );

  await (engineOf(db) === 'pg' ? balanceOnPostgres(db) : balanceOnSqlite(db));
  for (const table of ['journal', 'entry', 'journal_seal']) await makeAppendOnly(db, table);
}

export async function down(db: Knex): Promise<void> {
  for (const table of ['entry', 'journal', 'journal_seal', 'ledger_account']) {
    await db.raw(`drop table ${table}${engineOf(db) === 'pg' ? ' cascade' : ''}`);
  }
  if (engineOf(db) === 'pg') {
    await db.raw('drop function if exists refuse_unbalanced_journal()');
    await db.raw('drop function if exists refuse_entry_of_sealed_journal()');
  }
}

async function balanceOnSqlite(db: Knex): Promise<void> {
  await db.raw(`create trigger journal_seal_balances before insert on journal_seal
    begin
      select raise(abort, 'journal does not balance') where
        (select count(*) from entry where institution_id = new.institution_id and journal_id = new.journal_id) < 2
        or (select sum(case side when 'debit' then amount else -amount end) from entry
             where institution_id = new.institution_id and journal_id = new.journal_id) <> 0;
    end`);
  await db.raw(`create trigger entry_not_after_seal before insert on entry
    when exists (select 1 from journal_seal where institution_id = new.institution_id and journal_id = new.journal_id)
    begin select raise(abort, 'journal is sealed'); end`);
}

/** A constraint trigger, so that it looks at the journal as it stands at commit. */
async function balanceOnPostgres(db: Knex): Promise<void> {
  await db.raw(`create function refuse_unbalanced_journal() returns trigger language plpgsql as $$
    declare entries bigint; difference numeric;
    begin
      select count(*), sum(case side when 'debit' then amount else -amount end) into entries, difference
        from entry where institution_id = new.institution_id and journal_id = new.id;
      if entries < 2 or difference <> 0 then raise exception 'journal does not balance'; end if;
      return null;
    end $$`);
  await db.raw(`create constraint trigger journal_balances after insert on journal
    deferrable initially deferred for each row execute function refuse_unbalanced_journal()`);
  await db.raw(`create function refuse_entry_of_sealed_journal() returns trigger language plpgsql as $$
    begin
      if exists (select 1 from journal_seal s where s.institution_id = new.institution_id and s.journal_id = new.journal_id)
      then raise exception 'journal is sealed'; end if;
      return new;
    end $$`);
  await db.raw(`create trigger entry_not_after_seal before insert on entry
    for each row execute function refuse_entry_of_sealed_journal()`);
}
