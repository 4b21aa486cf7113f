import type { Knex } from '../db/connect';

/** What a portfolio is divided by. */
export const DIMENSIONS = ['department', 'product', 'officer', 'organisation', 'line'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export const NO_ORGANISATION = 'ninguna';

/** Of which places, products, people … the loans are; a dimension left out does not narrow. */
export type Members = Readonly<Partial<Record<Dimension, string>>>;

/** Keeps those rows `b` of the book that belong to all of the members. A UBIGEO begins with the code of its department. */
export function narrowTo(query: Knex.QueryBuilder, members: Members): Knex.QueryBuilder {
  const { department, product, officer, organisation, line } = members;
  if (department !== undefined) void query.whereRaw('substr(b.ubigeo, 1, 2) = ?', [department]);
  if (product !== undefined) void query.where('b.product_id', Number(product));
  if (officer !== undefined) void query.where('b.officer_id', Number(officer));
  if (line !== undefined) void query.where('b.line_id', Number(line));
  if (organisation === NO_ORGANISATION) void query.whereNull('b.partner_organisation_id');
  else if (organisation !== undefined) void query.where('b.partner_organisation_id', Number(organisation));
  return query;
}

export function chosenDimensions(members: Members): Dimension[] {
  return DIMENSIONS.filter((dimension) => members[dimension] !== undefined);
}

/** The currencies in which it lends; no walk over the loans. */
export async function currenciesOf(db: Knex, institutionId: number): Promise<string[]> {
  const rows: { currency: string }[] = await db('product')
    .where({ institution_id: institutionId })
    .distinct('currency')
    .orderBy('currency');
  return rows.map(({ currency }) => currency);
}

/** The name of each member of a dimension by its key. */
export type Names = Readonly<Record<Dimension, ReadonlyMap<string, string>>>;

export async function dimensionNames(db: Knex, institutionId: number): Promise<Names> {
  const own = { institution_id: institutionId };
  const named = async (query: Knex.QueryBuilder): Promise<Map<string, string>> => {
    const rows: { key: string | number; name: string }[] = await query;
    return new Map(rows.map(({ key, name }) => [String(key), name]));
  };
  const ofLoan = (column: string, id: string) =>
    db('loan as l').where('l.institution_id', institutionId).whereRaw('?? = ??', [column, id]).select(db.raw('1'));
  return {
    department: await named(db('district').distinct('department_code as key', 'department as name').orderBy('name')),
    product: await named(db('product').where(own).orderBy('name').select('id as key', 'name')),
    officer: await named(
      db('staff')
        .where(own)
        .whereExists(ofLoan('l.officer_id', 'staff.id'))
        .orderBy('name')
        .select('id as key', 'name'),
    ),
    organisation: await named(
      db('partner_organisation')
        .whereExists(ofLoan('l.partner_organisation_id', 'partner_organisation.id'))
        .orderBy('name')
        .select('id as key', 'name'),
    ),
    line: await named(db('credit_line').where(own).orderBy('name').select('id as key', 'name')),
  };
}
