import type { Knex } from '../../../src/db/connect';

/*
 * What must hold after every command, asked of the tables in plain SQL and not of the program. Each question gives the
 * rows that break its rule; the numbers are those of the reliability plan.
 */

const SIGNED = `case e.side when 'debit' then e.amount else -e.amount end`;
const ENTRIES = `entry e join journal j on j.institution_id = e.institution_id and j.id = e.journal_id`;
const LOAN_ACCOUNTS = `('1401', '1403', '1404', '1405', '1406')`;
const PARTS = `principal + interest + insurance + fees + penalties`;

const QUESTIONS: Readonly<Record<string, string>> = {
  'I1 a journal does not balance': `
    select journal_id from entry e group by institution_id, journal_id having count(*) < 2 or sum(${SIGNED}) <> 0`,
  'I1 an entry has no amount': `select journal_id from entry where amount <= 0`,
  'I1 a journal has no entries or no seal': `
    select j.id from journal j
     where not exists (select 1 from entry e where e.institution_id = j.institution_id and e.journal_id = j.id)
        or not exists (select 1 from journal_seal s where s.institution_id = j.institution_id and s.journal_id = j.id)`,
  'I2 a reversal is no mirror': `
    select j.id from journal j where j.reverses is not null and (
      select sum(${SIGNED} * (cast(e.account_code as integer) + 7)) from entry e
       where e.institution_id = j.institution_id and e.journal_id in (j.id, j.reverses)) <> 0`,
  'I3 the trial balance is not zero': `
    select j.institution_id from ${ENTRIES} group by j.institution_id, j.currency having sum(${SIGNED}) <> 0`,
  'I4 the loans are not what the ledger says': `
    select i.id from institution i where
      (select coalesce(sum(l.principal_outstanding), 0) from loan l
        where l.institution_id = i.id and l.status <> 'written-off') <>
      (select coalesce(sum(${SIGNED}), 0) from entry e where e.institution_id = i.id and e.account_code in ${LOAN_ACCOUNTS})`,
  'I5 an instalment is not the sum of its parts': `select number from instalment where total <> ${PARTS}`,
  'I5 an instalment was not paid by its allocations': `
    select i.number from instalment i where i.paid > (
      select coalesce(sum(${PARTS.replaceAll(/(\w+)/g, 'a.$1')}), 0) from allocation a
       where a.institution_id = i.institution_id and a.loan_id = i.loan_id) and not exists (
      select 1 from loan_event e where e.institution_id = i.institution_id and e.loan_id = i.loan_id
         and e.type in ('reprogramming', 'extra-grace', 'rate-change'))`,
  'I5 a payment is divided into more than it was': `
    select e.id from loan_event e where e.amount < (
      select coalesce(sum(${PARTS.replaceAll(/(\w+)/g, 'a.$1')} + a.late_interest), 0) from allocation a
       where a.institution_id = e.institution_id and a.event_id = e.id)`,
  'I5 what was handed out is not repaid, forgiven or owed': `
    select l.id from loan l where not exists (
      select 1 from loan_event w where w.institution_id = l.institution_id and w.loan_id = l.id and w.type = 'write-off')
      and l.principal_outstanding <>
      l.principal
      + (select coalesce(sum(${SIGNED}), 0) from ${ENTRIES} where j.institution_id = l.institution_id
          and j.loan_id = l.id and j.kind = 'capitalisation' and e.account_code = '1401')
      - (select coalesce(sum(a.principal), 0) from allocation a
          where a.institution_id = l.institution_id and a.loan_id = l.id)
      + (select coalesce(sum(${SIGNED}), 0) from ${ENTRIES} where j.institution_id = l.institution_id
          and j.loan_id = l.id and j.kind in ('waiver', 'write-off') and e.account_code = '1401')`,
  'I5 beans are paid with more or less than they are worth': `
    select id from delivery where value <> withheld + paid_out`,
  'I5 a row of a sheet was posted as something else': `
    select r.sheet_id from collection_sheet_row r
      left join loan_event e on e.institution_id = r.institution_id and e.id = r.event_id
     where case when r.state = 'posted' then coalesce(e.amount, -1) <> r.collected - r.given_back or e.loan_id <> r.loan_id
                else r.event_id is not null end`,
  'I6 less than nothing is owed': `select id from loan where principal_outstanding < 0`,
  'I6 more is paid than due': `select number from instalment where paid < 0 or paid > total`,
  'I6 a loan is over and something is owed': `
    select id from loan where status in ('closed', 'overpaid')
       and (principal_outstanding <> 0 or next_due is not null or oldest_unpaid_due is not null)`,
  'I6 a line has lent what it has not': `
    select id from credit_line where recovered < 0 or recovered > lent or repaid > drawn or drawn - repaid > commitment`,
  'I7 a journal has no command': `
    select j.id from journal j where j.kind not in ('provision', 'interest-accrual', 'reclassification')
       and not exists (select 1 from command c where c.institution_id = j.institution_id
         and (c.id = j.command_id or (c.kind in ('record-delivery', 'reverse-delivery') and j.command_id like c.id || '.%')))`,
  'I7 an event happened twice': `
    select min(id) from loan_event group by institution_id, command_id having count(*) > 1`,
  'I9 a value date lies after its booking': `
    select id from journal where value_date > booking_date
    union all select id from loan_event where value_date > booking_date`,
  'I9 the trail does not go forward': `
    select a.seq from audit a join audit b on b.institution_id = a.institution_id and b.seq = a.seq + 1
     where b.recorded_at <= a.recorded_at or b.prev_hash <> a.hash`,
  'I9 a number is missing': `
    select c.institution_id from counter c where c.name = 'journal' and c.value <>
      (select count(*) from journal j where j.institution_id = c.institution_id)`,
  'I12 the trail ends elsewhere than its head': `
    select h.institution_id from audit_head h where h.seq <>
      (select max(a.seq) from audit a where a.institution_id = h.institution_id)`,
  'I13 somebody has decided on their own work': `
    select id from loan where disbursed_by in (submitted_by, approved_by)
    union all select id from servicing_request where decided_by = requested_by and state <> 'withdrawn'
    union all select e.id from loan_event e join loan_event o on o.institution_id = e.institution_id
       and o.id = e.reverses where e.staff_id = o.staff_id
    union all select id from delivery where reversed_by = staff_id
    union all select id from remittance where reversed_by = staff_id
    union all select id from collection_sheet where received_by = officer_id`,
};

const ALL = Object.entries(QUESTIONS).map(
  ([rule, question], index) => `select '${rule}' as rule, q${index}.place from (${named(question)}) q${index}`,
);

/** The first column of a question under a name that all of them share. */
function named(question: string): string {
  return `with broken(place) as (${question}) select place from broken`;
}

/** The rules that are broken, each with the number of a row that breaks it; all are asked in one statement. */
export async function brokenRules(db: Knex): Promise<string[]> {
  const answer: unknown = await db.raw(ALL.join(' union all '));
  const rows = (Array.isArray(answer) ? answer : (answer as { rows: unknown[] }).rows) as {
    rule: string;
    place: number;
  }[];
  return rows.map(({ rule, place }) => `${rule}: ${place}`);
}
