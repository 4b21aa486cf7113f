import type { Knex } from 'knex';
import { columns } from '../src/db/columns';
import { createRefuseChange, dropRefuseChange, makeAppendOnly } from './append-only';
import { createInKeyOrder } from './key-order';

export async function up(db: Knex): Promise<void> {
  await createRefuseChange(db);

  await createInKeyOrder(
    db,
    db.schema.createTable('command', (t) => {
      const c = columns(db, t, 'command');
      c.institution().references('institution.id');
      t.string('id', 64).notNullable();
      t.string('kind', 60).notNullable();
      t.string('content_hash', 64).notNullable();
      t.text('outcome').notNullable();
      c.instant('recorded_at').notNullable();
      t.primary(['institution_id', 'id']);
    }),
  );

  await db.schema.createTable('audit', (t) => {
    const c = columns(db, t, 'audit');
    c.institution().references('institution.id');
    t.integer('seq').notNullable();
    t.string('prev_hash', 64).notNullable();
    t.string('hash', 64).notNullable();
    c.instant('recorded_at').notNullable();
    c.word('actor_kind', ['staff', 'farmer', 'system']).notNullable();
    t.integer('actor_id');
    t.string('actor_role', 40).notNullable();
    t.string('request_id', 64).notNullable();
    t.string('action', 60).notNullable();
    t.string('entity', 40).notNullable();
    t.string('entity_id', 64).notNullable();
    t.text('details').notNullable();
    t.string('before_digest', 64).notNullable();
    t.string('after_digest', 64).notNullable();
    t.primary(['institution_id', 'seq']);
    t.index(['institution_id', 'entity', 'entity_id']);
  });

  await createInKeyOrder(
    db,
    db.schema.createTable('audit_head', (t) => {
      const c = columns(db, t, 'audit_head');
      c.institution().references('institution.id');
      t.integer('seq').notNullable();
      t.string('hash', 64).notNullable();
      c.instant('recorded_at').notNullable();
      t.primary(['institution_id']);
    }),
  );

  for (const table of ['command', 'audit']) await makeAppendOnly(db, table);
}

export async function down(db: Knex): Promise<void> {
  for (const table of ['audit_head', 'audit', 'command']) await db.schema.dropTable(table);
  await dropRefuseChange(db);
}
