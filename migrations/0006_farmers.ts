import type { Knex } from 'knex';
import { columns } from '../src/db/columns';
import { engineOf } from '../src/db/connect';

export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('farmer', (t) => {
    const c = columns(db, t, 'farmer');
    c.institution().references('institution.id');
    t.integer('id').notNullable();
    c.word('document_kind', ['DNI', 'CE']).notNullable();
    t.string('document_number', 12).notNullable();
    t.string('given_names', 80).notNullable();
    t.string('first_surname', 60).notNullable();
    t.string('second_surname', 60).notNullable().defaultTo('');
    /** Surnames and names without accents and in lower case, for search and order on both engines. */
    t.specificType('name_key', engineOf(db) === 'pg' ? 'varchar(220) collate "C"' : 'varchar(220)').notNullable();
    t.string('phone', 20);
    c.word('sex', ['F', 'M']).notNullable();
    c.date('birth_date').notNullable();
    t.string('ubigeo', 6).notNullable().references('district.ubigeo');
    t.string('community', 80).notNullable().defaultTo('');
    t.integer('partner_organisation_id').references('partner_organisation.id');
    t.integer('officer_id').notNullable();
    c.instant('created_at').notNullable();
    t.primary(['institution_id', 'id']);
    t.unique(['institution_id', 'document_kind', 'document_number']);
    t.index(['institution_id', 'name_key']);
    t.index(['institution_id', 'officer_id']);
    t.foreign(['institution_id', 'officer_id']).references(['institution_id', 'id']).inTable('staff');
  });

  await db.schema.createTable('parcel', (t) => {
    const c = columns(db, t, 'parcel');
    c.institution();
    t.integer('id').notNullable();
    t.integer('farmer_id').notNullable();
    t.string('name', 80).notNullable();
    c.decimal('area_ha').notNullable();
    c.word('tenure', ['title', 'possession', 'lease', 'community']).notNullable();
    c.word('variety', ['ccn51', 'fine-native']).notNullable();
    c.date('planted_on').notNullable();
    c.decimal('latitude');
    c.decimal('longitude');
    t.string('ubigeo', 6).notNullable().references('district.ubigeo');
    c.instant('created_at').notNullable();
    t.primary(['institution_id', 'id']);
    t.unique(['institution_id', 'farmer_id', 'name']);
    t.foreign(['institution_id', 'farmer_id']).references(['institution_id', 'id']).inTable('farmer');
  });

  // A grant and a withdrawal are both records; the latest of a purpose counts.
  await db.schema.createTable('consent', (t) => {
    const c = columns(db, t, 'consent');
    c.institution();
    t.integer('id').notNullable();
    t.integer('farmer_id').notNullable();
    c.word('purpose', ['evaluation', 'credit-bureau', 'messages', 'funders']).notNullable();
    c.flag('granted').notNullable();
    t.string('text_version', 20).notNullable();
    c.date('signed_on').notNullable();
    c.word('method', ['handwritten', 'fingerprint', 'digital']).notNullable();
    c.flag('read_aloud').notNullable();
    t.integer('staff_id').notNullable();
    c.instant('recorded_at').notNullable();
    t.primary(['institution_id', 'id']);
    t.foreign(['institution_id', 'farmer_id']).references(['institution_id', 'id']).inTable('farmer');
    t.foreign(['institution_id', 'staff_id']).references(['institution_id', 'id']).inTable('staff');
    t.index(['institution_id', 'farmer_id', 'purpose']);
  });
}

export async function down(db: Knex): Promise<void> {
  for (const table of ['consent', 'parcel', 'farmer']) await db.schema.dropTable(table);
}
