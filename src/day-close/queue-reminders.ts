import type { Knex } from '../db/connect';
import { isBusinessDay } from '../lending/business-days';
import { addDays, type IsoDate } from '../lending/dates';
import { reminderRuleOn } from '../parameters/read-policy';

/** How many days back a payment that was missed is looked for: longer than any row of days without lawful ones. */
const LOOK_BACK_DAYS = 14;

/**
 * Queues a reminder for each instalment that falls due soon or has just been missed, for the first lawful day after the
 * one that is closed: not a Saturday, Sunday or holiday. Each is queued once.
 */
export async function queueReminders(trx: Knex.Transaction, institutionId: number, date: IsoDate): Promise<void> {
  const rule = await reminderRuleOn(trx, institutionId, date);
  if (!rule) return;
  const sendOn = await lawfulDayAfter(trx, date);
  const missed = addDays(sendOn, -rule.daysAfter);
  await trx.raw(
    `insert into reminder (institution_id, loan_id, due, kind, send_on, from_hour, to_hour)
      select s.institution_id, s.loan_id, s.oldest_unpaid_due,
             case when s.oldest_unpaid_due > :date then 'due-soon' else 'late' end, :sendOn, :fromHour, :toHour
        from loan_standing s
       where s.institution_id = :institutionId and s.since <= :date and (s.until is null or s.until >= :date)
         and ((s.oldest_unpaid_due > :date and s.oldest_unpaid_due <= :soon)
           or (s.oldest_unpaid_due <= :missed and s.oldest_unpaid_due > :lookBack and s.oldest_unpaid_due <= :date))
      on conflict (institution_id, loan_id, due, kind) do nothing`,
    {
      institutionId,
      date,
      sendOn,
      soon: addDays(sendOn, rule.daysBefore),
      missed,
      lookBack: addDays(missed, -LOOK_BACK_DAYS),
      fromHour: rule.fromHour,
      toHour: rule.toHour,
    },
  );
}

async function lawfulDayAfter(db: Knex, date: IsoDate): Promise<IsoDate> {
  const rows: { date: IsoDate }[] = await db('holiday')
    .where({ ubigeo_prefix: '' })
    .whereBetween('date', [date, addDays(date, LOOK_BACK_DAYS)])
    .select('date');
  const holidays = new Set(rows.map((row) => row.date));
  let day = addDays(date, 1);
  while (!isBusinessDay(day, { weekend: 'saturday-and-sunday', holidays })) day = addDays(day, 1);
  return day;
}
