import type { Knex } from '../db/connect';
import { Decimal, ZERO } from '../lending/decimal';
import { searchKey } from '../web/fields';
import { allOrganisations, letters, type Letter, type OrganisationKind, type PartnerOrganisation } from './store';

export interface OrganisationFilters {
  /** Words of the name, in any order and without accents. */
  readonly text: string;
  readonly kind?: OrganisationKind | undefined;
  readonly departmentCode?: string | undefined;
}

/** A partner with what its standing letters add up to. */
export interface ListedOrganisation extends PartnerOrganisation {
  readonly letters: number;
  readonly hectares: Decimal;
  readonly lastSignedOn: string | null;
}

const byName = new Intl.Collator('es');

/** The partners that pass the filters, in the order of the alphabet. There are dozens, so it is done in memory. */
export async function listOrganisations(db: Knex, filters: OrganisationFilters): Promise<ListedOrganisation[]> {
  const standing = (await letters(db)).filter((letter) => letter.withdrawnOn === null);
  const words = searchKey(filters.text).split(' ');
  return (await allOrganisations(db))
    .filter((organisation) => filters.kind === undefined || organisation.kind === filters.kind)
    .filter(({ departmentCode }) => filters.departmentCode === undefined || departmentCode === filters.departmentCode)
    .filter((organisation) => words.every((word) => searchKey(organisation.name).includes(word)))
    .toSorted((one, other) => byName.compare(one.name, other.name))
    .map((organisation) => withLetters(organisation, standing));
}

function withLetters(organisation: PartnerOrganisation, standing: readonly Letter[]): ListedOrganisation {
  const own = standing.filter((letter) => letter.partnerOrganisationId === organisation.id);
  return {
    ...organisation,
    letters: own.length,
    hectares: hectaresOf(own),
    lastSignedOn: own[0]?.signedOn ?? null,
  };
}

export function hectaresOf(ofLetters: readonly Letter[]): Decimal {
  return ofLetters.reduce((sum: Decimal, letter) => sum.plus(letter.hectares), ZERO);
}
