import type { Knex } from 'knex';
import { columns } from '../src/db/columns';

export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('staff', (t) => {
    const c = columns(db, t, 'staff');
    c.institution().references('institution.id');
    t.integer('id').notNullable();
    t.string('username', 60).notNullable();
    t.string('name', 120).notNullable();
    c.word('role', [
      'officer',
      'manager',
      'cashier',
      'risk',
      'administrator',
      'auditor',
      'facilitator',
      'investor',
    ]).notNullable();
    t.string('phone', 20);
    t.string('password_hash', 200).notNullable();
    c.flag('must_change_password').notNullable();
    c.flag('active').notNullable();
    /** Only for investors: the investor whose lines they see. */
    t.integer('investor_id');
    c.instant('created_at').notNullable();
    t.primary(['institution_id', 'id']);
    t.unique(['institution_id', 'username']);
  });

  // Not an institution's data: a session exists before anybody has signed in.
  await db.schema.createTable('session', (t) => {
    t.string('id', 64).primary();
    t.integer('institution_id');
    t.integer('staff_id');
    t.integer('farmer_id');
    t.bigInteger('expires_at').notNullable();
    t.text('data').notNullable();
    t.index(['expires_at']);
  });

  await db.schema.createTable('rate_limit', (t) => {
    t.string('key', 255).primary();
    t.integer('points').notNullable().defaultTo(0);
    t.bigInteger('expire');
  });
}

export async function down(db: Knex): Promise<void> {
  for (const table of ['rate_limit', 'session', 'staff']) await db.schema.dropTable(table);
}
