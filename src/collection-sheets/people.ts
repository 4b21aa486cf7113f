import type { Knex } from '../db/connect';
import type { IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';
import type { StoredStatus } from '../loans/store';
import { searchKey } from '../web/fields';

/** Whom a row is about, as the officer looks for them. */
export interface Debtor {
  readonly loanId: number;
  /** `Quispe Huamán, Rosa`. */
  readonly name: string;
  readonly documentNumber: string;
  readonly phone: string | null;
  readonly community: string;
  readonly district: string;
  readonly organisation: string | null;
  readonly status: StoredStatus;
  /** What falls due next and is not paid in full, late or not. */
  readonly nextDue: IsoDate | null;
  readonly nextAmount: Centimos | null;
}

/** The debtors of loans, by loan. */
export async function debtorsOf(
  db: Knex,
  institutionId: number,
  loanIds: readonly number[],
): Promise<ReadonlyMap<number, Debtor>> {
  const rows = (await db('loan as l')
    .join('farmer as f', (on) => on.on('f.institution_id', 'l.institution_id').on('f.id', 'l.farmer_id'))
    .join('district as d', 'd.ubigeo', 'f.ubigeo')
    .leftJoin('partner_organisation as o', 'o.id', 'l.partner_organisation_id')
    .where('l.institution_id', institutionId)
    .whereIn('l.id', loanIds)
    .select({
      loanId: 'l.id',
      status: 'l.status',
      nextDue: 'l.next_due',
      nextAmount: 'l.next_amount',
      givenNames: 'f.given_names',
      firstSurname: 'f.first_surname',
      secondSurname: 'f.second_surname',
      documentNumber: 'f.document_number',
      phone: 'f.phone',
      community: 'f.community',
      district: 'd.name',
      organisation: 'o.name',
    })) as (Omit<Debtor, 'name'> & { givenNames: string; firstSurname: string; secondSurname: string })[];
  return new Map(
    rows.map(({ givenNames, firstSurname, secondSurname, ...debtor }) => [
      debtor.loanId,
      { ...debtor, name: `${[firstSurname, secondSurname].filter(Boolean).join(' ')}, ${givenNames}` },
    ]),
  );
}

/** In the order of a walk: by district, then community, then surname; accents do not count. */
export function byPlaceAndName(a: Debtor, b: Debtor): number {
  const keyOf = ({ district, community, name }: Debtor): string =>
    [district, community, name].map(searchKey).join('\t');
  const [first, second] = [keyOf(a), keyOf(b)];
  return first < second ? -1 : first > second ? 1 : a.loanId - b.loanId;
}
