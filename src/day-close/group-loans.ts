import { engineOf, type Knex } from '../db/connect';
import { addDays, type IsoDate } from '../lending/dates';
import { AMOUNTS, GROUPED_BY, SHARED_BY } from './working-tables';
import { MILLION } from './rules';

/** The days late with which a new group begins, beside 0: between them lie the limits of every ageing that is shown. */
export const DAYS_LATE_FROM = [1, 2, 9, 31, 61, 91, 121, 181, 366] as const;

/**
 * Reads every loan of the institution as it was known on the day, once, and adds it to its group in `closing_group`:
 * principal; what of it is overdue in the books, refinanced in the books, modified however it stands, untested; provision,
 * what the ledger has, interest receivable and in suspense.
 * Each loan is judged as `situationOf` and `requiredProvision` would; a test holds the statement to them.
 *
 * The loans of farmers who may have several are listed in `closing_shared` besides, so that each farmer is counted once.
 */
export async function groupLoans(trx: Knex.Transaction, institutionId: number, date: IsoDate): Promise<void> {
  const values = { institutionId, date };
  await trx.raw(addingToGroups(trx, date), values);
  await trx.raw(
    `insert into closing_sharing (farmer_id)
     select farmer_id from loan_standing where institution_id = :institutionId group by farmer_id having count(*) > 1`,
    values,
  );
  await trx.raw(
    `insert into closing_shared (${SHARED_BY.join(', ')})
     select ${SHARED_BY.map((name) => JUDGED_AS(date)[name] ?? `s.${name}`).join(', ')}
       from closing_sharing h
       ${onSqlite(trx, 'cross')} join loan_standing s ${onSqlite(trx, 'indexed by loan_standing_institution_id_farmer_id_index')}
         on s.institution_id = :institutionId and s.farmer_id = h.farmer_id
       ${judgingTables(trx)}
      where ${KNOWN}`,
    values,
  );
}

/**
 * PostgreSQL adds up by hashing. SQLite would sort a million rows first, so there each loan is put into its group at
 * once: half the time, and no file to sort in.
 */
function addingToGroups(trx: Knex.Transaction, date: IsoDate): string {
  const sums = AMOUNTS.map((name) => amountOf(name));
  const into = `insert into closing_group (${[...GROUPED_BY, 'loans', ...AMOUNTS].join(', ')})`;
  const keys = GROUPED_BY.join(', ');
  if (engineOf(trx) === 'pg') {
    return `${into} select ${keys}, count(*), ${sums.map((sum) => `sum(${sum})`).join(', ')}
       from (${judged(trx, date)}) judged group by ${keys}`;
  }
  const added = ['loans', ...AMOUNTS].map((name) => `${name} = closing_group.${name} + excluded.${name}`);
  return `${into} select ${keys}, 1, ${sums.join(', ')} from (${judged(trx, date)}) judged where true
     on conflict (${keys}) do update set ${added.join(', ')}`;
}

function judged(trx: Knex.Transaction, date: IsoDate): string {
  const columns = GROUPED_BY.map((name) => `${JUDGED_AS(date)[name]} as ${name}`);
  return `select ${columns.join(', ')},
        s.modification is not null as modified,
        ${UNTESTED} as untested,
        s.principal as posted,
        s.principal + case when s.capitalised > 0 then s.capitalised else 0 end as principal,
        ${earned(trx)} as earned,
        case coalesce(d.category, 0) when 0 then r.rate_0 when 1 then r.rate_1 when 2 then r.rate_2
          when 3 then r.rate_3 else r.rate_4 end as rate,
        case when d.category is null then r.rate_procyclical else 0 end as rate_procyclical
   from loan_standing s
   ${judgingTables(trx)}
  where s.institution_id = :institutionId and ${KNOWN}`;
}

/** What a loan `s` is counted under. On SQLite never through the long rows of loans: the index has all that is needed. */
function judgingTables(trx: Knex.Transaction): string {
  return `${onSqlite(trx, 'cross')} join loan l ${onSqlite(trx, 'indexed by loan_counted_under')}
     on l.institution_id = s.institution_id and l.id = s.loan_id
   join product p on p.institution_id = l.institution_id and p.id = l.product_id
   join closing_rule r on r.credit_type = p.credit_type
   left join debtor d on d.institution_id = s.institution_id and d.farmer_id = s.farmer_id`;
}

function onSqlite(trx: Knex.Transaction, words: string): string {
  return engineOf(trx) === 'pg' ? '' : words;
}

const KNOWN = 's.since <= :date and (s.until is null or s.until >= :date)';

/** The whole balance of a small loan is overdue at once; one whose terms were changed is not «vigente» again. */
const JUDGED_AS = (date: IsoDate): Readonly<Record<string, string>> => ({
  currency: 'l.currency',
  product_id: 'l.product_id',
  line_id: 'l.line_id',
  officer_id: 'l.officer_id',
  organisation_id: 'coalesce(l.partner_organisation_id, 0)',
  ubigeo: 'l.ubigeo',
  credit_type: 'r.credit_type',
  category: 'coalesce(d.category, 0)',
  situation: `case when s.in_court = 1 then 'judicial' when s.oldest_unpaid_due < r.not_overdue_from then 'vencido'
    else coalesce(s.modification, 'vigente') end`,
  days_late_from: daysLateFrom(date),
});

/**
 * No instalment of the loan has fallen due that has anything to pay: nobody can know yet whether it is paid. Only where
 * the first one is a month of grace do the others have to be looked at.
 */
const UNTESTED = `case when s.running_instalment = 1 then true
  when s.loan_id in (select g.loan_id from instalment g
                      where g.institution_id = :institutionId and g.number = 1 and g.total = 0)
    then not exists (select 1 from instalment e where e.institution_id = s.institution_id and e.loan_id = s.loan_id
                                                  and e.due <= :date and e.total > 0)
  else false end`;

function daysLateFrom(date: IsoDate): string {
  const cases = DAYS_LATE_FROM.toReversed().map(
    (days) => `when s.oldest_unpaid_due <= '${addDays(date, -days)}' then ${days}`,
  );
  return `case ${cases.join(' ')} else 0 end`;
}

function amountOf(name: (typeof AMOUNTS)[number]): string {
  switch (name) {
    case 'principal':
    case 'posted':
      return name;
    case 'overdue_principal':
      return `case when situation in ('vencido', 'judicial') then principal else 0 end`;
    case 'refinanced_principal':
      return `case when situation in ('refinanciado', 'reestructurado') then principal else 0 end`;
    case 'modified_principal':
      return 'case when modified then principal else 0 end';
    case 'untested_principal':
      return 'case when untested then principal else 0 end';
    case 'provision':
      return `${millionthsOf('rate')} + ${millionthsOf('rate_procyclical')}`;
    case 'receivable':
      return `case situation when 'vigente' then earned else 0 end`;
    case 'suspended':
      return `case situation when 'vigente' then 0 else earned end`;
  }
}

/** `receivableOn` in whole numbers; the period runs, so its days are never zero. */
function earned(trx: Knex.Transaction): string {
  const elapsed = daysFrom(trx, 's.accrual_from', ':date');
  const days = daysFrom(trx, 's.accrual_from', 's.accrual_until');
  return `s.accrued + case when s.accrual_until is null then 0
    else (2 * s.accrual_interest * ${elapsed} + ${days}) / (2 * ${days}) end`;
}

function daysFrom(trx: Knex.Transaction, from: string, to: string): string {
  return engineOf(trx) === 'pg'
    ? `(cast(${to} as date) - ${from})`
    : `cast(julianday(${to}) - julianday(${from}) as integer)`;
}

/**
 * So many millionths of the principal, half-even to the céntimo: what is added before dividing is a millionth less than
 * half where the whole part is even, and half where it is odd. 2.5 becomes 2, 3.5 becomes 4.
 */
function millionthsOf(rate: string): string {
  const product = `principal * ${rate}`;
  return `(${product} + ${MILLION / 2 - 1} + ${product} / ${MILLION} % 2) / ${MILLION}`;
}
