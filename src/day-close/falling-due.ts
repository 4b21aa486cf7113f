import { engineOf, type Knex } from '../db/connect';
import { addDays, type IsoDate } from '../lending/dates';

/** How far a closed day looks ahead: bullet loans hide their risk until the harvest in which they fall due. */
export const AHEAD_DAYS = 90;

/**
 * Writes what falls due in the days after a closed day, by date: unpaid principal, and all that is to be paid. Principal
 * is paid in the order of the instalments, so an instalment holds what of the loan's debt lies between its own balance
 * and the one before it. Owing 900 of 400, 300 and 600: nothing of the first, 300 of the second, 600 of the third.
 *
 * Instalments are kept as they are now and not as they were: where something was booked after the day, because it is
 * closed late, nothing is written, and the reader is told so.
 */
export async function writeFallingDue(trx: Knex.Transaction, institutionId: number, date: IsoDate): Promise<void> {
  if (await isClosedLate(trx, institutionId, date)) return;
  const principal = `case when i.principal <= 0 or s.outstanding <= i.balance then 0
    when s.outstanding < i.balance + i.principal then s.outstanding - i.balance else i.principal end`;
  await trx.raw(
    `insert into falling_due (institution_id, date, currency, due, instalments, principal, total)
     select :institutionId, :date, currency, due, count(*), sum(principal), sum(total) from (
       select l.currency, i.due, ${principal} as principal, i.total - i.waived - i.paid as total
         from instalment i
         ${engineOf(trx) === 'pg' ? 'join loan l' : 'cross join loan l indexed by loan_counted_under'}
           on l.institution_id = i.institution_id and l.id = i.loan_id
         join (select loan_id, principal + case when capitalised > 0 then capitalised else 0 end as outstanding
                 from loan_standing
                where institution_id = :institutionId and since <= :date and (until is null or until >= :date)
              ) s on s.loan_id = i.loan_id
        where ${engineOf(trx) === 'pg' ? DUE_SOON : DUE_SOON_IN_ORDER}
          and i.total - i.waived - i.paid > 0
     ) unpaid group by currency, due`,
    { institutionId, date, last: addDays(date, AHEAD_DAYS) },
  );
}

const DUE_SOON = 'i.institution_id = :institutionId and i.due > :date and i.due <= :last';

/** On SQLite the rows are found by date and then read in the order in which they lie: a quarter of the time. */
const KEY = 'i.institution_id, i.loan_id, i.number';
const DUE_SOON_IN_ORDER = `(${KEY}) in (select ${KEY} from instalment i where ${DUE_SOON})`;

/** Events are numbered in the order in which they are booked. */
async function isClosedLate(trx: Knex.Transaction, institutionId: number, date: IsoDate): Promise<boolean> {
  const last: { booking_date: IsoDate } | undefined = await trx('loan_event')
    .where({ institution_id: institutionId })
    .orderBy('id', 'desc')
    .first('booking_date');
  return last !== undefined && last.booking_date > date;
}
