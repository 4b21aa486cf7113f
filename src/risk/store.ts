import type { Knex } from '../db/connect';
import { centimosOfSum } from '../ledger/balances';
import type { Centimos } from '../lending/money';
import { cutRows, type Cut, type RiskBook } from './cuts';

/** The names of members by their key, for the cuts whose members are not words or dates. */
export async function memberNames(
  db: Knex,
  institutionId: number,
  cut: Cut,
  members: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (cut === 'district') {
    const rows: { ubigeo: string; name: string; department: string }[] = await db('district')
      .whereIn('ubigeo', [...members])
      .select('ubigeo', 'name', 'department');
    return new Map(rows.map((row) => [row.ubigeo, `${row.name}, ${row.department}`]));
  }
  if (cut === 'borrower') {
    const rows: { id: number; first_surname: string; second_surname: string; given_names: string }[] = await db(
      'farmer',
    )
      .where({ institution_id: institutionId })
      .whereIn('id', members.map(Number))
      .select('id', 'first_surname', 'second_surname', 'given_names');
    return new Map(
      rows.map((row) => [
        String(row.id),
        `${[row.first_surname, row.second_surname].filter(Boolean).join(' ')}, ${row.given_names}`,
      ]),
    );
  }
  return new Map();
}

/** Principal of the loans of which no instalment has fallen due yet: nobody can know whether they pay. */
export async function untestedPrincipal(db: Knex, book: RiskBook): Promise<Centimos> {
  const row: { amount: number | string | null } | undefined = await db
    .from(cutRows(db, book, 'borrower').as('c'))
    .whereNotExists(
      db('instalment as i')
        .where('i.institution_id', book.institutionId)
        .whereRaw('i.loan_id = c.loan_id')
        .where('i.total', '>', 0)
        // Not `due` alone: a planner would read all that was ever due anew for each loan.
        .whereRaw('coalesce(i.due, i.due) <= ?', [book.asOf])
        .select(db.raw('1')),
    )
    .select(db.raw('sum(c.amount) as amount'))
    .first();
  return centimosOfSum(row?.amount ?? 0);
}

/** Who owes a loan and where, for a list of a few of them. */
export interface LoanLabel {
  readonly farmer: string;
  readonly district: string;
}

export async function loanLabels(
  db: Knex,
  institutionId: number,
  loanIds: readonly number[],
): Promise<ReadonlyMap<number, LoanLabel>> {
  const rows: (Record<'first_surname' | 'second_surname' | 'given_names' | 'district', string> & { id: number })[] =
    await db('loan as l')
      .join('farmer as f', (on) => on.on('f.institution_id', 'l.institution_id').on('f.id', 'l.farmer_id'))
      .join('district as d', 'd.ubigeo', 'l.ubigeo')
      .where('l.institution_id', institutionId)
      .whereIn('l.id', [...loanIds])
      .select('l.id', 'd.name as district', 'f.first_surname', 'f.second_surname', 'f.given_names');
  return new Map(
    rows.map((row) => [
      row.id,
      {
        farmer: `${[row.first_surname, row.second_surname].filter(Boolean).join(' ')}, ${row.given_names}`,
        district: row.district,
      },
    ]),
  );
}
