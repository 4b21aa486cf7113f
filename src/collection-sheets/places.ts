import type { Knex } from '../db/connect';
import { searchKey } from '../web/fields';

/** Where an officer goes: to everybody, to a district, to a community of it, or to the members of an organisation. */
export type Place =
  | { readonly kind: 'all' }
  | { readonly kind: 'district'; readonly ubigeo: string }
  | { readonly kind: 'community'; readonly ubigeo: string; readonly community: string }
  | { readonly kind: 'organisation'; readonly organisationId: number };

/** A place where the officer has loans, by its proper name; `name` is empty for the whole portfolio. */
export interface NamedPlace {
  readonly place: Place;
  readonly name: string;
  /** Loans that are being paid. */
  readonly loans: number;
}

/** The places of an officer's loans: everything, then districts, communities and organisations by name. */
export async function placesOf(
  db: Knex,
  institutionId: number,
  officerId: number,
  currency: string,
): Promise<NamedPlace[]> {
  const loans = () =>
    db('loan as l').where({
      'l.institution_id': institutionId,
      'l.officer_id': officerId,
      'l.status': 'active',
      'l.currency': currency,
    });
  const homes = (await loans()
    .join('farmer as f', (on) => on.on('f.institution_id', 'l.institution_id').on('f.id', 'l.farmer_id'))
    .join('district as d', 'd.ubigeo', 'f.ubigeo')
    .groupBy('f.ubigeo', 'd.name', 'f.community')
    .select('f.ubigeo', 'd.name as district', 'f.community')
    .count({ loans: '*' })) as Home[];
  const members = (await loans()
    .join('partner_organisation as o', 'o.id', 'l.partner_organisation_id')
    .groupBy('o.id', 'o.name')
    .select('o.id', 'o.name')
    .count({ loans: '*' })) as { id: number; name: string; loans: number | string }[];
  return [
    { place: { kind: 'all' }, name: '', loans: homes.reduce((sum, home) => sum + Number(home.loans), 0) },
    ...byName(districtsOf(homes)),
    ...byName(
      homes
        .filter(({ community }) => community !== '')
        .map(({ ubigeo, district, community, loans: count }) => ({
          place: { kind: 'community', ubigeo, community },
          name: `${community}, ${district}`,
          loans: Number(count),
        })),
    ),
    ...byName(
      members.map(({ id, name, loans: count }) => ({
        place: { kind: 'organisation', organisationId: id },
        name,
        loans: Number(count),
      })),
    ),
  ];
}

/** Currencies in which the officer has loans that are being paid; soles first. */
export async function currenciesOf(db: Knex, institutionId: number, officerId: number): Promise<string[]> {
  const rows = (await db('loan')
    .where({ institution_id: institutionId, officer_id: officerId, status: 'active' })
    .distinct('currency')
    .orderBy('currency')) as { currency: string }[];
  return rows.map(({ currency }) => currency);
}

/** A place as the value of a choice, and back: `distrito:100601`, `caserio:100601:Naranjillo`, `organizacion:12`. */
export function placeValue(place: Place): string {
  switch (place.kind) {
    case 'all':
      return 'todo';
    case 'district':
      return `distrito:${place.ubigeo}`;
    case 'community':
      return `caserio:${place.ubigeo}:${place.community}`;
    case 'organisation':
      return `organizacion:${place.organisationId}`;
  }
}

export function readPlace(value: string): Place | undefined {
  if (value === 'todo') return { kind: 'all' };
  const found = /^(?:distrito:(\d{6})|caserio:(\d{6}):(.{1,80})|organizacion:([1-9]\d{0,8}))$/u.exec(value);
  if (!found) return undefined;
  const [, district, ubigeo, community, organisation] = found;
  if (district !== undefined) return { kind: 'district', ubigeo: district };
  if (ubigeo !== undefined && community !== undefined) return { kind: 'community', ubigeo, community };
  return { kind: 'organisation', organisationId: Number(organisation) };
}

interface Home {
  readonly ubigeo: string;
  readonly district: string;
  readonly community: string;
  readonly loans: number | string;
}

function districtsOf(homes: readonly Home[]): NamedPlace[] {
  const districts = new Map<string, NamedPlace>();
  for (const { ubigeo, district, loans } of homes) {
    const sum = (districts.get(ubigeo)?.loans ?? 0) + Number(loans);
    districts.set(ubigeo, { place: { kind: 'district', ubigeo }, name: district, loans: sum });
  }
  return [...districts.values()];
}

function byName(places: readonly NamedPlace[]): NamedPlace[] {
  return places.toSorted((a, b) => compare(searchKey(a.name), searchKey(b.name)));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
