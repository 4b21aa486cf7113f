import type { Knex } from '../db/connect';
import type { Option } from '../web/field-html';

export interface District {
  readonly ubigeo: string;
  readonly departmentCode: string;
  readonly department: string;
  readonly province: string;
  readonly name: string;
}

/** All districts of Huánuco, San Martín and Ucayali, by code. They come with the program: a database is asked once. */
export async function allDistricts(db: Knex): Promise<District[]> {
  const districts = readAlready.get(db) ?? (await readDistricts(db));
  readAlready.set(db, districts);
  return districts;
}

const readAlready = new WeakMap<Knex, District[]>();

async function readDistricts(db: Knex): Promise<District[]> {
  const rows = (await db('district').orderBy('ubigeo')) as {
    ubigeo: string;
    department_code: string;
    department: string;
    province: string;
    name: string;
  }[];
  return rows.map(({ department_code, ...district }) => ({ ...district, departmentCode: department_code }));
}

/** The districts for a select, under their provinces. */
export function districtOptions(districts: readonly District[]): Option[] {
  return districts.map(({ ubigeo, name, province, department }) => ({
    value: ubigeo,
    label: name,
    group: `${department}, ${province}`,
  }));
}

/**
 * What a list can be narrowed to: the departments with their provinces, and within the chosen province its districts.
 * The value is the beginning of the INEI code.
 */
export function placeOptions(districts: readonly District[], chosen: string): Option[] {
  const options = new Map<string, Option>();
  for (const { ubigeo, name, province, department, departmentCode } of districts) {
    const provinceCode = ubigeo.slice(0, 4);
    options.set(departmentCode, { value: departmentCode, label: department, group: department });
    options.set(provinceCode, { value: provinceCode, label: province, group: department });
    if (chosen.startsWith(provinceCode))
      options.set(ubigeo, { value: ubigeo, label: `${province}: ${name}`, group: department });
  }
  return [...options.values()];
}

/** What a beginning of a code is called, `1006` → `Leoncio Prado`; nothing for a code that does not exist. */
export function placeName(districts: readonly District[], code: string): string | undefined {
  const district = districts.find(({ ubigeo }) => ubigeo.startsWith(code));
  if (!district) return undefined;
  return code.length === 2 ? district.department : code.length === 4 ? district.province : district.name;
}
