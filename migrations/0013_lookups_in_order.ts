import type { Knex } from 'knex';

/**
 * What belongs to a record is asked for in the order of its numbers. An index that ends before the number leaves the
 * order open, and SQLite would rather walk through all rows of the institution in order than sort the few that it needs.
 */
const INDEXES = [
  { table: 'audit', record: ['entity', 'entity_id'], number: 'seq', before: ['entity', 'entity_id'] },
  { table: 'loan', record: ['farmer_id'], number: 'id', before: ['farmer_id'] },
  { table: 'application', record: ['farmer_id'], number: 'id', before: ['farmer_id'] },
  { table: 'consent', record: ['farmer_id'], number: 'id', before: ['farmer_id', 'purpose'] },
  { table: 'parcel', record: ['farmer_id'], number: 'id', before: null },
] as const;

export async function up(db: Knex): Promise<void> {
  for (const { table, record, number, before } of INDEXES) {
    await db.schema.alterTable(table, (t) => {
      if (before) t.dropIndex(['institution_id', ...before]);
      t.index(['institution_id', ...record, number], `${table}_of_record`);
    });
  }
}

export async function down(db: Knex): Promise<void> {
  for (const { table, before } of INDEXES) {
    await db.schema.alterTable(table, (t) => {
      t.dropIndex([], `${table}_of_record`);
      if (before) t.index(['institution_id', ...before]);
    });
  }
}
