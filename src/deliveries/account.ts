import type { Knex } from '../db/connect';
import type { Centimos } from '../lending/money';

/** What an organisation has withheld for a lender, and what of it has been handed over. */
export interface OrganisationAccount {
  readonly partnerOrganisationId: number;
  readonly withheld: Centimos;
  readonly remitted: Centimos;
}

/** Still to be remitted; below zero where a delivery was taken back after it had been remitted. */
export function owedBy({ withheld, remitted }: OrganisationAccount): Centimos {
  return withheld - remitted;
}

export async function findAccount(
  db: Knex,
  institutionId: number,
  partnerOrganisationId: number,
): Promise<OrganisationAccount> {
  const row = (await db('organisation_account').where(keyOf(institutionId, partnerOrganisationId)).first()) as
    AccountRow | undefined;
  return { partnerOrganisationId, withheld: row?.withheld ?? 0, remitted: row?.remitted ?? 0 };
}

/** The account, opened where there is none, and locked until the transaction ends. */
export async function lockAccount(
  trx: Knex.Transaction,
  institutionId: number,
  partnerOrganisationId: number,
): Promise<OrganisationAccount> {
  const key = keyOf(institutionId, partnerOrganisationId);
  await trx('organisation_account')
    .insert({ ...key, withheld: 0, remitted: 0 })
    .onConflict(['institution_id', 'partner_organisation_id'])
    .ignore();
  const row = (await trx('organisation_account').where(key).forUpdate().first()) as AccountRow;
  return { partnerOrganisationId, withheld: row.withheld, remitted: row.remitted };
}

/** Adds to the balances of a locked account; a reversal adds less than nothing. */
export async function moveAccount(
  trx: Knex.Transaction,
  institutionId: number,
  account: OrganisationAccount,
  by: { readonly withheld?: Centimos; readonly remitted?: Centimos },
): Promise<OrganisationAccount> {
  const moved = {
    withheld: account.withheld + (by.withheld ?? 0),
    remitted: account.remitted + (by.remitted ?? 0),
  };
  await trx('organisation_account').where(keyOf(institutionId, account.partnerOrganisationId)).update(moved);
  return { ...account, ...moved };
}

function keyOf(institutionId: number, partnerOrganisationId: number) {
  return { institution_id: institutionId, partner_organisation_id: partnerOrganisationId };
}

interface AccountRow {
  withheld: Centimos;
  remitted: Centimos;
}
