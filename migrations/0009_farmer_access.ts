import type { Knex } from 'knex';
import { columns } from '../src/db/columns';

/** How a farmer gets in: a device that staff linked with a single-use code, and a PIN that is accepted only on it. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('farmer_access', (t) => {
    const c = columns(db, t, 'farmer_access');
    c.institution();
    t.integer('farmer_id').notNullable();
    t.string('pin_hash', 200);
    c.instant('created_at').notNullable();
    t.primary(['institution_id', 'farmer_id']);
    t.foreign(['institution_id', 'farmer_id']).references(['institution_id', 'id']).inTable('farmer');
  });

  await db.schema.createTable('activation_code', (t) => {
    const c = columns(db, t, 'activation_code');
    c.institution();
    t.integer('id').notNullable();
    t.integer('farmer_id').notNullable();
    t.string('code_hash', 64).notNullable();
    c.instant('expires_at').notNullable();
    c.instant('used_at');
    t.integer('failures').notNullable();
    t.integer('staff_id').notNullable();
    c.instant('created_at').notNullable();
    t.primary(['institution_id', 'id']);
    t.foreign(['institution_id', 'farmer_id']).references(['institution_id', 'id']).inTable('farmer');
    t.foreign(['institution_id', 'staff_id']).references(['institution_id', 'id']).inTable('staff');
    t.index(['institution_id', 'farmer_id']);
  });

  await db.schema.createTable('farmer_device', (t) => {
    const c = columns(db, t, 'farmer_device');
    c.institution();
    t.integer('id').notNullable();
    t.integer('farmer_id').notNullable();
    t.string('token_hash', 64).notNullable();
    t.integer('failures').notNullable();
    c.instant('locked_until');
    c.instant('expires_at').notNullable();
    c.instant('revoked_at');
    c.instant('created_at').notNullable();
    t.primary(['institution_id', 'id']);
    t.foreign(['institution_id', 'farmer_id']).references(['institution_id', 'id']).inTable('farmer');
    t.index(['institution_id', 'farmer_id']);
  });
}

export async function down(db: Knex): Promise<void> {
  for (const table of ['farmer_device', 'activation_code', 'farmer_access']) await db.schema.dropTable(table);
}
