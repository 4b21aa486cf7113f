import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Knex } from 'knex';
import { projectRoot } from '../src/config';
import { columns } from '../src/db/columns';
import { createInKeyOrder } from './key-order';

/** Institutions, their counters and dated parameters, and the reference data that every institution shares. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('institution', (t) => {
    const c = columns(db, t, 'institution');
    t.integer('id').primary();
    t.string('code', 30).notNullable().unique();
    t.string('name', 200).notNullable();
    c.word('kind', ['lender', 'facilitator']).notNullable();
    t.string('ruc', 11);
    t.string('phone', 20);
    t.string('pay_at', 300).notNullable().defaultTo('');
    c.instant('created_at').notNullable();
  });

  await createInKeyOrder(
    db,
    db.schema.createTable('counter', (t) => {
      t.integer('institution_id').notNullable();
      t.string('name', 40).notNullable();
      t.bigInteger('value').notNullable();
      t.primary(['institution_id', 'name']);
    }),
  );

  await db.schema.createTable('parameter', (t) => {
    const c = columns(db, t, 'parameter');
    c.institution().references('institution.id');
    t.string('name', 60).notNullable();
    c.date('valid_from').notNullable();
    c.date('valid_to');
    t.text('value').notNullable();
    t.string('source', 300).notNullable();
    c.word('status', ['published', 'assumption', 'entered']).notNullable();
    c.instant('recorded_at').notNullable();
    t.integer('staff_id');
    t.primary(['institution_id', 'name', 'valid_from']);
  });

  await db.schema.createTable('district', (t) => {
    t.string('ubigeo', 6).primary();
    t.string('department_code', 2).notNullable();
    t.string('department', 60).notNullable();
    t.string('province', 60).notNullable();
    t.string('name', 80).notNullable();
    t.string('capital', 80).notNullable();
  });

  await db.schema.createTable('holiday', (t) => {
    const c = columns(db, t, 'holiday');
    c.date('date').notNullable();
    t.string('name', 80).notNullable();
    t.string('ubigeo_prefix', 6).notNullable().defaultTo('');
    t.primary(['date', 'ubigeo_prefix', 'name']);
  });

  await fillReferenceData(db);
}

export async function down(db: Knex): Promise<void> {
  for (const table of ['holiday', 'district', 'parameter', 'counter', 'institution']) await db.schema.dropTable(table);
}

async function fillReferenceData(db: Knex): Promise<void> {
  const districts = rowsOf('districts.csv').map((row) => ({
    ubigeo: field(row, 'ubigeo_inei'),
    department_code: field(row, 'department_code'),
    department: field(row, 'department'),
    province: field(row, 'province'),
    name: field(row, 'district'),
    capital: field(row, 'capital'),
  }));
  const holidays = rowsOf('holidays.csv').map((row) => ({
    date: field(row, 'date'),
    name: field(row, 'name'),
    ubigeo_prefix: field(row, 'ubigeo_prefix'),
  }));
  await db.batchInsert('district', districts, 100);
  await db.batchInsert('holiday', holidays, 100);
}

function rowsOf(file: string): Record<string, string>[] {
  return parse(readFileSync(join(projectRoot, 'migrations', 'reference', file), 'utf8'), { columns: true });
}

function field(row: Record<string, string>, name: string): string {
  const value = row[name];
  if (value === undefined) throw new Error(`the reference data lacks the column ${name}`);
  return value;
}
