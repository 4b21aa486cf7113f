import type { Knex } from '../db/connect';
import { centimosOfSum, entriesOn } from '../ledger/balances';
import type { Centimos } from '../lending/money';
import { linesOfInstitution, type CreditLine } from './store';
import { recoveredInLineCurrency } from './use-line';

export interface LineDifference {
  readonly lineId: number;
  /** Which balance; `debt` is what the ledger says is owed to the investor. */
  readonly balance: 'drawn' | 'repaid' | 'lent' | 'recovered' | 'debt';
  readonly stored: Centimos;
  readonly recomputed: Centimos;
}

/**
 * Compares the stored balances of an institution's lines with what they come from: drawn and repaid with the movements,
 * lent and recovered with the loans and their payments, and the debt with the ledger. An empty list is good news.
 */
export async function lineDifferences(db: Knex, institutionId: number): Promise<LineDifference[]> {
  const lines = await linesOfInstitution(db, institutionId);
  const moved = await movedByLine(db, institutionId);
  const loans = await loansByLine(db, institutionId);
  const debts = await debtByLine(db, institutionId);
  return lines.flatMap((line) => {
    const recomputed = {
      ...(moved.get(line.id) ?? { drawn: 0, repaid: 0 }),
      ...(loans.get(line.id) ?? { lent: 0, recovered: 0 }),
    };
    return [
      ...differencesOf(line, recomputed),
      ...difference(line.id, 'debt', line.drawn - line.repaid, debts.get(line.id) ?? 0),
    ];
  });
}

type Balances = Pick<CreditLine, 'drawn' | 'repaid' | 'lent' | 'recovered'>;

function differencesOf(line: CreditLine, recomputed: Balances): LineDifference[] {
  const balances = ['drawn', 'repaid', 'lent', 'recovered'] as const;
  return balances.flatMap((balance) => difference(line.id, balance, line[balance], recomputed[balance]));
}

function difference(
  lineId: number,
  balance: LineDifference['balance'],
  stored: Centimos,
  recomputed: Centimos,
): LineDifference[] {
  return stored === recomputed ? [] : [{ lineId, balance, stored, recomputed }];
}

type Sum = number | string | null;

async function movedByLine(db: Knex, institutionId: number) {
  const rows = (await db('line_movement')
    .where({ institution_id: institutionId })
    .groupBy('line_id')
    .select('line_id', signedSum(db, 'drawdown', 'drawn'), signedSum(db, 'repayment', 'repaid'))) as {
    line_id: number;
    drawn: Sum;
    repaid: Sum;
  }[];
  return new Map(
    rows.map((row) => [row.line_id, { drawn: centimosOfSum(row.drawn), repaid: centimosOfSum(row.repaid) }]),
  );
}

/** A movement that takes another back counts against it. */
function signedSum(db: Knex, kind: string, name: string): Knex.Raw {
  return db.raw(`sum(case when kind <> ? then 0 when reverses is null then amount else -amount end) as ${name}`, kind);
}

async function loansByLine(db: Knex, institutionId: number) {
  const rows = (await db('loan as l')
    .leftJoin('allocation as a', (on) => on.on('a.institution_id', 'l.institution_id').on('a.loan_id', 'l.id'))
    .where('l.institution_id', institutionId)
    .groupBy('l.id', 'l.line_id', 'l.principal', 'l.line_amount')
    .select('l.line_id', 'l.principal', 'l.line_amount', db.raw('sum(a.principal) as repaid'))) as {
    line_id: number;
    principal: Centimos;
    line_amount: Centimos;
    repaid: Sum;
  }[];
  const byLine = new Map<number, { lent: Centimos; recovered: Centimos }>();
  for (const row of rows) {
    const { lent, recovered } = byLine.get(row.line_id) ?? { lent: 0, recovered: 0 };
    const back = recoveredInLineCurrency(centimosOfSum(row.repaid), row.principal, row.line_amount);
    byLine.set(row.line_id, { lent: lent + row.line_amount, recovered: recovered + back });
  }
  return byLine;
}

async function debtByLine(db: Knex, institutionId: number): Promise<Map<number, Centimos>> {
  const rows = (await entriesOn(db, institutionId, ['borrowings'])
    .groupBy('j.line_id')
    .select('j.line_id', db.raw(`sum(case e.side when 'credit' then e.amount else -e.amount end) as debt`))) as {
    line_id: number;
    debt: Sum;
  }[];
  return new Map(rows.map((row) => [row.line_id, centimosOfSum(row.debt)]));
}
