import { Decimal } from 'decimal.js';
import type { Knex } from '../db/connect';
import { searchKey } from '../web/fields';
import type { Sex } from './farmer-fields';
import { farmerOf, type Farmer, type FarmerRow } from './rows';

export interface FarmerFilters {
  /** Words of the name in any order and without accents, or the beginning of a DNI, or digits of a telephone. */
  readonly text?: string | undefined;
  /** The beginning of an INEI code: a department, a province or a district. */
  readonly place?: string | undefined;
  readonly partnerOrganisationId?: number | undefined;
  readonly officerId?: number | undefined;
  readonly sex?: Sex | undefined;
}

export interface ListedFarmer extends Farmer {
  readonly district: string;
  readonly province: string;
  readonly department: string;
  readonly organisation: string | null;
  readonly officer: string;
  readonly parcels: number;
  /** The area of all parcels together, decimal text. */
  readonly areaHa: string;
}

/** The farmers of an institution that pass the filters, by surname; `rows` and `from` cut a page out of them. */
export async function searchFarmers(
  db: Knex,
  institutionId: number,
  filters: FarmerFilters,
  cut?: { readonly from: number; readonly rows: number },
): Promise<ListedFarmer[]> {
  const query = matching(db, institutionId, filters)
    .join('district as d', 'd.ubigeo', 'f.ubigeo')
    .join('staff as s', (on) => on.on('s.institution_id', 'f.institution_id').andOn('s.id', 'f.officer_id'))
    .leftJoin('partner_organisation as o', 'o.id', 'f.partner_organisation_id')
    .orderBy(['f.name_key', 'f.id'])
    .select('f.*', 'd.name as district', 'd.province', 'd.department', 'o.name as organisation', 's.name as officer');
  if (cut) void query.limit(cut.rows).offset(cut.from);
  const rows = (await query) as ListedRow[];
  const areas = await areasOf(db, institutionId, filters, cut && rows.map((row) => row.id));
  return rows.map((row) => ({
    ...farmerOf(row),
    district: row.district,
    province: row.province,
    department: row.department,
    organisation: row.organisation,
    officer: row.officer,
    parcels: areas.get(row.id)?.length ?? 0,
    areaHa: (areas.get(row.id) ?? []).reduce((sum, area) => sum.plus(area), new Decimal(0)).toFixed(),
  }));
}

export async function countFarmers(db: Knex, institutionId: number, filters: FarmerFilters): Promise<number> {
  const row = (await matching(db, institutionId, filters).count({ rows: '*' }).first()) as { rows: number };
  return row.rows;
}

interface ListedRow extends FarmerRow {
  readonly district: string;
  readonly province: string;
  readonly department: string;
  readonly organisation: string | null;
  readonly officer: string;
}

function matching(db: Knex, institutionId: number, filters: FarmerFilters): Knex.QueryBuilder {
  const query = db('farmer as f').where({ 'f.institution_id': institutionId });
  if (filters.place) void query.where('f.ubigeo', 'like', `${filters.place}%`);
  if (filters.partnerOrganisationId) void query.where({ 'f.partner_organisation_id': filters.partnerOrganisationId });
  if (filters.officerId) void query.where({ 'f.officer_id': filters.officerId });
  if (filters.sex) void query.where({ 'f.sex': filters.sex });
  if (filters.text) narrowByText(query, filters.text);
  return query;
}

/** A telephone may be written with spaces, `962 123 456`; beside a name, `Quispe 0123`, each word counts for itself. */
function narrowByText(query: Knex.QueryBuilder, text: string): void {
  const together = text.replace(/[\s+.-]/g, '');
  const words = /^\d+$/.test(together) ? [together] : searchKey(text).split(' ');
  for (const word of words) {
    if (/^\d+$/.test(word)) {
      void query.where((either) =>
        either.where('f.document_number', 'like', `${word}%`).orWhere('f.phone', 'like', `%${word}%`),
      );
    } else {
      const pattern = `%${word.replace(/[\\%_]/g, String.raw`\$&`)}%`;
      void query.whereRaw(String.raw`f.name_key like ? escape '\'`, [pattern]);
    }
  }
}

/** The areas of the parcels, by farmer: of those on the page, or of all that pass the filters. */
async function areasOf(
  db: Knex,
  institutionId: number,
  filters: FarmerFilters,
  farmerIds: readonly number[] | undefined,
): Promise<Map<number, string[]>> {
  const query = db('parcel').where({ institution_id: institutionId });
  if (farmerIds) void query.whereIn('farmer_id', farmerIds);
  else void query.whereIn('farmer_id', matching(db, institutionId, filters).select('f.id'));
  const rows = (await query.select('farmer_id', 'area_ha')) as { farmer_id: number; area_ha: string }[];
  const areas = new Map<number, string[]>();
  for (const row of rows) areas.set(row.farmer_id, [...(areas.get(row.farmer_id) ?? []), row.area_ha]);
  return areas;
}
