import type { Knex } from '../../src/db/connect';

/** Makes known to the day close the loans of an institution that were entered as rows; some of them as refinanced. */
export async function knowLoans(db: Knex, institutionId: number, refinanced: readonly number[] = []): Promise<void> {
  const loans: Record<string, string | number | null>[] = await db('loan')
    .where({ institution_id: institutionId, status: 'active' })
    .select('id', 'farmer_id', 'disbursed_on', 'principal_outstanding', 'oldest_unpaid_due');
  await db('loan_standing').where({ institution_id: institutionId }).del();
  for (const loan of loans) {
    await db('loan_standing').insert({
      institution_id: institutionId,
      loan_id: loan['id'],
      since: loan['disbursed_on'],
      farmer_id: loan['farmer_id'],
      principal: loan['principal_outstanding'],
      capitalised: 0,
      oldest_unpaid_due: loan['oldest_unpaid_due'],
      modification: refinanced.includes(Number(loan['id'])) ? 'refinanciado' : null,
      accrued: 0,
      accrual_from: loan['disbursed_on'],
      accrual_interest: 0,
      joins_principal: 0,
    });
  }
}
