import type { Knex } from '../db/connect';
import type { IsoDate } from '../lending/dates';
import { linesOfInstitution } from '../lines/store';
import { classificationTableOn } from '../parameters/read-debtors';
import { allProducts } from '../products/store';
import type { Option } from '../web/field-html';
import type { Translate } from '../web/locale';
import { bandOptions, type LoanChoices } from './list-page';

/** What the filters of the list offer: only what some loan of the institution has. */
export async function loanChoices(db: Knex, institutionId: number, today: IsoDate, t: Translate): Promise<LoanChoices> {
  const table = await classificationTableOn(db, institutionId, today);
  const lines = await linesOfInstitution(db, institutionId);
  const products = await allProducts(db, institutionId);
  return {
    departments: await departmentsLentIn(db, institutionId),
    organisations: await organisationsLentTo(db, institutionId),
    lines: lines.map(({ id, name }) => ({ value: String(id), label: name })),
    products: products.map(({ id, name }) => ({ value: String(id), label: name })),
    officers: await officersLending(db, institutionId),
    bands: bandOptions(table?.microempresa ?? [], t),
  };
}

async function departmentsLentIn(db: Knex, institutionId: number): Promise<Option[]> {
  const rows = (await db('loan as l')
    .join('district as d', 'd.ubigeo', 'l.ubigeo')
    .where('l.institution_id', institutionId)
    .distinct('d.department_code as value', 'd.department as label')
    .orderBy('d.department')) as { value: string; label: string }[];
  return rows;
}

async function organisationsLentTo(db: Knex, institutionId: number): Promise<Option[]> {
  const rows = (await db('loan as l')
    .join('partner_organisation as o', 'o.id', 'l.partner_organisation_id')
    .where('l.institution_id', institutionId)
    .distinct('o.id as id', 'o.name as name')
    .orderBy('o.name')) as { id: number; name: string }[];
  return rows.map(({ id, name }) => ({ value: String(id), label: name }));
}

async function officersLending(db: Knex, institutionId: number): Promise<Option[]> {
  const rows = (await db('loan as l')
    .join('staff as s', (on) => on.on('s.institution_id', 'l.institution_id').on('s.id', 'l.officer_id'))
    .where('l.institution_id', institutionId)
    .distinct('s.id as id', 's.name as name')
    .orderBy('s.name')) as { id: number; name: string }[];
  return rows.map(({ id, name }) => ({ value: String(id), label: name }));
}
