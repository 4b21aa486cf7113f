import { engineOf, type Knex } from '../db/connect';
import { addDays, type IsoDate } from '../lending/dates';
import { AMOUNTS } from './working-tables';
import { MILLION } from './rules';

/** The days late with which a new group begins, beside 0: between them lie the limits of every ageing that is shown. */
export const DAYS_LATE_FROM = [1, 2, 9, 31, 61, 91, 121, 181, 366] as const;

/**
 * Reads every loan of the institution as it was known on the day, once, and adds it to its group in `closing_group`:
 * principal; what of it is overdue in the books, refinanced in the books, modified however it stands, untested; provision,
 * what the ledger has, interest receivable and in suspense.
 * Each loan is judged as `situationOf` and `requiredProvision` would; a test holds the statement to them.
 *
 * A farmer with several loans keeps the groups apart by his number, so that he can be counted once.
 */
export async function groupLoans(trx: Knex.Transaction, institutionId: number, date: IsoDate): Promise<void> {
  await trx.raw(
    `with sharing as (
       select farmer_id from loan_standing s where s.institution_id = :institutionId and ${KNOWN}
        group by farmer_id having count(*) > 1
     ), judged as (
       select l.currency, l.ubigeo, r.credit_type, l.product_id, l.line_id, l.officer_id,
              coalesce(l.partner_organisation_id, 0) as organisation_id,
              coalesce(d.category, 0) as category,
              ${situation} as situation,
              ${daysLateFrom(date)} as days_late_from,
              coalesce(h.farmer_id, 0) as shared_farmer,
              s.modification is not null as modified,
              ${UNTESTED} as untested,
              s.principal as posted,
              s.principal + case when s.capitalised > 0 then s.capitalised else 0 end as principal,
              ${earned(trx)} as earned,
              case coalesce(d.category, 0) when 0 then r.rate_0 when 1 then r.rate_1 when 2 then r.rate_2
                when 3 then r.rate_3 else r.rate_4 end as rate,
              case when d.category is null then r.rate_procyclical else 0 end as rate_procyclical
         from loan_standing s
         join loan l on l.institution_id = s.institution_id and l.id = s.loan_id
         join product p on p.institution_id = l.institution_id and p.id = l.product_id
         join closing_rule r on r.credit_type = p.credit_type
         left join debtor d on d.institution_id = s.institution_id and d.farmer_id = s.farmer_id
         left join sharing h on h.farmer_id = s.farmer_id
        where s.institution_id = :institutionId and ${KNOWN}
     )
     insert into closing_group (${[...GROUPED_BY, 'loans', ...AMOUNTS].join(', ')})
     select ${GROUPED_BY.join(', ')}, count(*), sum(principal),
            sum(case when situation in ('vencido', 'judicial') then principal else 0 end),
            sum(case when situation in ('refinanciado', 'reestructurado') then principal else 0 end),
            sum(case when modified then principal else 0 end),
            sum(case when untested then principal else 0 end),
            sum(${millionthsOf('rate')} + ${millionthsOf('rate_procyclical')}),
            sum(posted),
            sum(case situation when 'vigente' then earned else 0 end),
            sum(case situation when 'vigente' then 0 else earned end)
       from judged group by ${GROUPED_BY.join(', ')}`,
    { institutionId, date },
  );
}

const GROUPED_BY = [
  ...['currency', 'product_id', 'line_id', 'officer_id', 'organisation_id', 'ubigeo', 'credit_type'],
  ...['category', 'situation', 'days_late_from', 'shared_farmer'],
];

const KNOWN = 's.since <= :date and (s.until is null or s.until >= :date)';

/** The whole balance of a small loan is overdue at once; one whose terms were changed is not «vigente» again. */
const situation = `case when s.oldest_unpaid_due < r.not_overdue_from then 'vencido'
  else coalesce(s.modification, 'vigente') end`;

/**
 * No instalment of the loan has fallen due that has anything to pay: nobody can know yet whether it is paid. Only where
 * the first one is a month of grace do the others have to be looked at.
 */
const UNTESTED = `case when s.running_instalment = 1 then true
  when exists (select 1 from instalment g where g.institution_id = s.institution_id and g.loan_id = s.loan_id
                                            and g.number = 1 and g.total = 0)
    then not exists (select 1 from instalment e where e.institution_id = s.institution_id and e.loan_id = s.loan_id
                                                  and e.due <= :date and e.total > 0)
  else false end`;

function daysLateFrom(date: IsoDate): string {
  const cases = DAYS_LATE_FROM.toReversed().map(
    (days) => `when s.oldest_unpaid_due <= '${addDays(date, -days)}' then ${days}`,
  );
  return `case ${cases.join(' ')} else 0 end`;
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

/** So many millionths of the principal, half-even to the céntimo. */
function millionthsOf(rate: string): string {
  const product = `principal * ${rate}`;
  const rest = `(${product}) % ${MILLION}`;
  const half = MILLION / 2;
  return `((${product}) / ${MILLION}
    + case when ${rest} > ${half} or (${rest} = ${half} and ((${product}) / ${MILLION}) % 2 = 1) then 1 else 0 end)`;
}
