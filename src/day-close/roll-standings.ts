import type { Knex } from '../db/connect';
import type { IsoDate } from '../lending/dates';

/**
 * Takes the loans of which a period has ended by the day into the next one: `rolledTo` as one statement. Only those loans
 * are touched, a few in a hundred on any day.
 */
export async function rollStandings(trx: Knex.Transaction, institutionId: number, date: IsoDate): Promise<void> {
  for (let rolled = 1; rolled > 0;) {
    rolled = await trx('loan_standing')
      .where({ institution_id: institutionId })
      .whereNull('until')
      .where('accrual_until', '<=', date)
      .update({
        accrued: trx.raw('accrued + accrual_interest'),
        capitalised: trx.raw('capitalised + joins_principal'),
        accrual_from: trx.raw('accrual_until'),
        accrual_until: ofNextInstalment(trx, 'n.due'),
        accrual_interest: trx.raw('coalesce(?, 0)', [ofNextInstalment(trx, 'n.interest')]),
        joins_principal: trx.raw('coalesce(?, 0)', [
          ofNextInstalment(trx, 'case when n.principal < 0 then -n.principal else 0 end'),
        ]),
        running_instalment: ofNextInstalment(trx, 'n.number'),
      });
  }
}

/** What was known on days that are closed now is no longer asked for. */
export async function forgetStandings(trx: Knex.Transaction, institutionId: number, date: IsoDate): Promise<void> {
  await trx('loan_standing').where({ institution_id: institutionId }).where('until', '<=', date).del();
}

function ofNextInstalment(trx: Knex.Transaction, expression: string): Knex.QueryBuilder {
  return trx('instalment as n')
    .whereRaw('n.institution_id = loan_standing.institution_id and n.loan_id = loan_standing.loan_id')
    .whereRaw('n.number = loan_standing.running_instalment + 1')
    .select(trx.raw(expression));
}
