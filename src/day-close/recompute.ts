import type { Knex } from '../db/connect';
import { centimosOfSum } from '../ledger/balances';
import type { CreditType } from '../lending/classification';
import type { IsoDate } from '../lending/dates';
import type { LoanState } from '../lending/history';
import type { Centimos } from '../lending/money';
import type { Situation } from '../lending/situation';
import { lastDayOf, type StoredEvent } from '../loans/events';
import { suitsKnownOn } from '../loans/court-store';
import { stateOf } from '../loans/load';
import { rolledTo, standingAfter } from '../loans/loan-standing';
import type { Loan, LoanRange } from '../loans/store';
import { bookedBalances } from './books';
import { refinancedDebtors } from './follow-refinanced';
import { judgeLoans, type JudgedLoan, type LoanOnDay } from './judge';
import { rulesOn } from './rules';

/** Something of the last closed day that the loans do not lead to. */
export interface DayDifference {
  readonly date: IsoDate;
  /** `PEN category Dudoso`, `PEN interest 2/1`, `PEN booked provision`. */
  readonly what: string;
  readonly stored: string;
  readonly recomputed: string;
}

/**
 * Gathers the loans as they were known at the end of a day, from their events alone: `visit` takes each loan with its
 * replayed state, and replays again only what had an event after the day.
 */
export async function loansKnownOn(db: Knex, institutionId: number, date: IsoDate) {
  const products: { id: number; credit_type: CreditType }[] = await db('product')
    .where({ institution_id: institutionId })
    .select('id', 'credit_type');
  const typeOf = new Map(products.map(({ id, credit_type: type }) => [id, type]));
  const inCourt = await suitsKnownOn(db, institutionId, date);
  const loans: LoanOnDay[] = [];
  const visit = (loan: Loan, events: readonly StoredEvent[], state: LoanState): void => {
    const known = events.filter((event) => event.bookingDate <= date);
    if (known.length === 0) return;
    const then = known.length === events.length ? state : stateOf(loan, known, lastDayOf(known));
    const inCourtSince = inCourt.get(loan.id) ?? null;
    const standing = standingAfter({ ...loan, inCourtSince }, then, lastDayOf(known));
    if (!standing) return;
    const { currency, lineId, productId } = loan;
    const creditType = typeOf.get(productId) ?? 'microempresa';
    loans.push({ currency, lineId, productId, creditType, standing: rolledTo(standing, then.instalments, date) });
  };
  return { loans, visit };
}

/** What the loans of a range lead to; where a farmer has loans beyond the range too, his are to be judged together. */
export interface DayPiece {
  readonly figures: Figures;
  readonly unjudged: readonly LoanOnDay[];
}

/** Judges the loans of a range one by one, as far as that can be done without the others. */
export async function dayPiece(
  db: Knex,
  institutionId: number,
  date: IsoDate,
  loans: readonly LoanOnDay[],
  range: LoanRange,
): Promise<DayPiece> {
  const rules = await rulesOn(db, institutionId, date);
  if (typeof rules === 'string') return { figures: new Map(), unjudged: [] };
  const across = await farmersAcross(db, institutionId, range);
  const isAcross = ({ standing }: LoanOnDay) => across.has(standing.farmer_id);
  const within = loans.filter((loan) => !isAcross(loan));
  const judged = judgeLoans(within, await refinancedDebtors(db, institutionId), rules, date);
  return { figures: recomputedFigures(judged), unjudged: loans.filter(isAcross) };
}

/** Farmers who have loans on both sides of an end of the range. */
async function farmersAcross(
  db: Knex,
  institutionId: number,
  { after, upTo }: LoanRange,
): Promise<ReadonlySet<number>> {
  const ends = [after, upTo ?? 0].filter((end) => end > 0);
  if (ends.length === 0) return new Set();
  const rows: { farmer_id: number }[] = await db('loan')
    .where({ institution_id: institutionId })
    .groupBy('farmer_id')
    .havingRaw(
      ends.map(() => '(min(id) <= ? and max(id) > ?)').join(' or '),
      ends.flatMap((end) => [end, end]),
    )
    .select('farmer_id');
  return new Set(rows.map((row) => row.farmer_id));
}

/** Puts the pieces together and compares with what was frozen and posted when the day was closed. */
export async function dayDifferences(
  db: Knex,
  institutionId: number,
  date: IsoDate,
  pieces: readonly DayPiece[],
): Promise<DayDifference[]> {
  const rules = await rulesOn(db, institutionId, date);
  if (typeof rules === 'string') return [{ date, what: rules, stored: 'nothing', recomputed: 'a value' }];
  const unjudged = pieces.flatMap((piece) => piece.unjudged);
  const judged = judgeLoans(unjudged, await refinancedDebtors(db, institutionId), rules, date);
  const stored = await storedFigures(db, institutionId, date);
  const recomputed = together([...pieces.map(({ figures }) => figures), recomputedFigures(judged)]);
  return [...new Set([...stored.keys(), ...recomputed.keys()])]
    .toSorted()
    .map((what) => ({ date, what, stored: textOf(stored.get(what)), recomputed: textOf(recomputed.get(what)) }))
    .filter((figure) => figure.stored !== figure.recomputed);
}

/** Amounts under a name, none of them all zero. */
type Figures = ReadonlyMap<string, readonly Centimos[]>;

const DIMENSIONS = ['all', 'category', 'situation', 'line', 'product'] as const;

async function storedFigures(db: Knex, institutionId: number, date: IsoDate): Promise<Figures> {
  const key = { institution_id: institutionId, date };
  const figures = sums();
  const portfolio: Record<string, string | number>[] = await db('portfolio_snapshot')
    .where(key)
    .whereIn('dimension', [...DIMENSIONS])
    .groupBy('currency', 'dimension', 'member')
    .select('currency', 'dimension', 'member')
    .select(PORTFOLIO_SUMS.map((name) => db.raw('sum(??) as ??', [name, name])));
  for (const row of portfolio) {
    const name = `${row['currency']} ${row['dimension']} ${row['member']}`;
    figures.add(
      name,
      PORTFOLIO_SUMS.map((column) => centimosOfSum(row[column] ?? 0)),
    );
  }
  const interest: Record<string, string | number>[] = await db('accrued_interest').where(key);
  for (const row of interest) {
    const name = `${row['currency']} interest ${row['line_id']}/${row['product_id']}`;
    figures.add(name, [Number(row['receivable']), Number(row['suspended'])]);
  }
  for (const { currency, account, balance } of await bookedBalances(db, institutionId, date)) {
    figures.add(`${currency} booked ${account}`, [balance]);
  }
  return figures.all();
}

const PORTFOLIO_SUMS = ['loans', 'principal', 'overdue_principal', 'provision'] as const;

function recomputedFigures(judged: readonly JudgedLoan[]): Figures {
  const figures = sums();
  for (const loan of judged) {
    const { currency, lineId, productId, category, situation } = loan;
    const members = { all: '', category, situation, line: lineId, product: productId };
    for (const dimension of DIMENSIONS) {
      figures.add(`${currency} ${dimension} ${members[dimension]}`, [
        1,
        loan.principal,
        loan.overduePrincipal,
        loan.provision,
      ]);
    }
    figures.add(`${currency} interest ${lineId}/${productId}`, [loan.receivable, loan.suspended]);
    figures.add(`${currency} booked interestReceivable`, [loan.receivable]);
    figures.add(`${currency} booked provision`, [-loan.provision]);
    const account = SITUATION_ACCOUNT[situation];
    if (account) figures.add(`${currency} booked ${account}`, [loan.standing.principal]);
  }
  return figures.all();
}

/** What is «vigente» stands where the payments are posted, and is held to the loans by another check. */
const SITUATION_ACCOUNT: Readonly<Record<Situation, string | undefined>> = {
  vigente: undefined,
  reestructurado: 'loansRestructured',
  refinanciado: 'loansRefinanced',
  vencido: 'loansOverdue',
  judicial: 'loansInCourt',
};

function together(pieces: readonly Figures[]): Figures {
  const figures = sums();
  for (const piece of pieces) for (const [name, amounts] of piece) figures.add(name, amounts);
  return figures.all();
}

function sums() {
  const figures = new Map<string, number[]>();
  return {
    add: (name: string, amounts: readonly number[]): void => {
      const known = figures.get(name);
      figures.set(name, known ? known.map((amount, index) => amount + (amounts[index] ?? 0)) : [...amounts]);
    },
    all: (): Figures => new Map([...figures].filter(([, amounts]) => amounts.some((amount) => amount !== 0))),
  };
}

function textOf(amounts: readonly Centimos[] | undefined): string {
  return amounts === undefined ? 'nothing' : amounts.join(' ');
}
