import type { Knex } from '../db/connect';
import { daysLate } from '../lending/arrears';
import { Decimal } from '../lending/decimal';
import { roundCentimos, type Centimos } from '../lending/money';
import { portfolioAtRisk, type PortfolioAtRisk } from '../lending/portfolio-at-risk';
import type { CreditLine } from './store';

type LineKey = Pick<CreditLine, 'institutionId' | 'id'>;

/** The part of what is with the farmers whose loans are more than so many days late, in the line's currency. */
export async function lineAtRisk(
  db: Knex,
  line: LineKey,
  asOf: string,
  moreThanDays: number,
): Promise<PortfolioAtRisk> {
  const loans: OutstandingLoan[] = await db('loan')
    .where({ institution_id: line.institutionId, line_id: line.id, status: 'active' })
    .select('principal', 'line_amount', 'principal_outstanding', 'oldest_unpaid_due');
  const inLine = loans.map((loan) => ({
    principal: outstandingInLine(loan),
    daysLate: daysLate(loan.oldest_unpaid_due ?? undefined, asOf),
  }));
  return portfolioAtRisk(inLine, moreThanDays);
}

interface OutstandingLoan {
  principal: Centimos;
  line_amount: Centimos;
  principal_outstanding: Centimos;
  oldest_unpaid_due: string | null;
}

function outstandingInLine({ principal, line_amount, principal_outstanding }: OutstandingLoan): Centimos {
  return roundCentimos(new Decimal(line_amount).times(principal_outstanding).dividedBy(principal), 'half-even');
}

/** A loan of the line, for the lender's own people. */
export interface FinancedLoan {
  readonly id: number;
  readonly farmer: string;
  readonly district: string;
  readonly disbursedOn: string;
  readonly currency: string;
  readonly principal: Centimos;
  readonly outstanding: Centimos;
  readonly lineAmount: Centimos;
}

export async function countLoans(db: Knex, line: LineKey): Promise<number> {
  const row: { loans?: number | string } | undefined = await db('loan')
    .where({ institution_id: line.institutionId, line_id: line.id })
    .count({ loans: '*' })
    .first();
  return Number(row?.loans ?? 0);
}

/** The loans made from the line, the latest first; `rows` and `from` cut a page out of them. */
export async function loansOfLine(
  db: Knex,
  line: LineKey,
  cut: { readonly from: number; readonly rows: number },
): Promise<FinancedLoan[]> {
  const rows: FinancedLoanRow[] = await db('loan as l')
    .join('farmer as f', (on) => on.on('f.institution_id', 'l.institution_id').on('f.id', 'l.farmer_id'))
    .join('district as d', 'd.ubigeo', 'l.ubigeo')
    .where({ 'l.institution_id': line.institutionId, 'l.line_id': line.id })
    .orderBy([
      { column: 'l.disbursed_on', order: 'desc' },
      { column: 'l.id', order: 'desc' },
    ])
    .limit(cut.rows)
    .offset(cut.from)
    .select(
      'l.id',
      'f.given_names',
      'f.first_surname',
      'f.second_surname',
      'd.name as district',
      'l.disbursed_on as disbursedOn',
      'l.currency',
      'l.principal',
      'l.principal_outstanding as outstanding',
      'l.line_amount as lineAmount',
    );
  return rows.map(({ given_names, first_surname, second_surname, ...loan }) => ({
    ...loan,
    farmer: `${first_surname} ${second_surname}`.trim() + `, ${given_names}`,
  }));
}

interface FinancedLoanRow extends Omit<FinancedLoan, 'farmer'> {
  given_names: string;
  first_surname: string;
  second_surname: string;
}
