import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { projectRoot } from '../config';

/** A district where cocoa grows, with the coordinates of its capital. */
export interface CocoaDistrict {
  readonly ubigeo: string;
  readonly departmentCode: string;
  readonly latitude: number;
  readonly longitude: number;
}

/**
 * Provinces of the cocoa belt by INEI code: Leoncio Prado, Marañón and Puerto Inca; Bellavista, Huallaga, Lamas, Mariscal
 * Cáceres, Picota, San Martín and Tocache; Coronel Portillo and Padre Abad.
 */
const PROVINCES = new Set('1006 1007 1009 2202 2204 2205 2206 2207 2209 2210 2501 2503'.split(' '));

/** Above it cocoa does not pay. */
const ALTITUDE_MAX_M = 1_100;

/** The districts of those provinces that lie low enough. */
export function cocoaDistricts(): CocoaDistrict[] {
  const file = readFileSync(join(projectRoot, 'migrations', 'reference', 'districts.csv'), 'utf8');
  const rows: Record<string, string>[] = parse(file, { columns: true });
  return rows
    .filter((row) => PROVINCES.has(row['province_code'] ?? '') && row['latitude'])
    .filter((row) => Number(row['altitude_m']) <= ALTITUDE_MAX_M)
    .map((row) => ({
      ubigeo: row['ubigeo_inei'] ?? '',
      departmentCode: row['department_code'] ?? '',
      latitude: Number(row['latitude']),
      longitude: Number(row['longitude']),
    }));
}
