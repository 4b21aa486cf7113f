import { findClosedDay } from '../day-close/store';
import type { Knex } from '../db/connect';
import { lastClosedDay } from '../ledger/booking-date';
import type { IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';
import type { Book } from './book';
import { fallingDue, frozenFallingDue, type DueDay } from './falling-due-store';
import { figuresOf, portfolioOf, type Figures, type Portfolio } from './figures';
import { frozenFarmers, frozenPart, frozenPortfolio, trendDates, WHOLE, type Part } from './frozen-store';
import { countFarmers, liveRows, provisionHeld, writtenOff } from './live-store';
import type { Losses } from './quality';
import { chosenDimensions, type Members } from './store';

export interface Asked {
  readonly institutionId: number;
  readonly currency: string;
  /** Without one: the last closed day, or today where none is closed. */
  readonly asOf: IsoDate | undefined;
  readonly today: IsoDate;
  /** Of a closed day too what is known of it now, and not what was known at its end. */
  readonly knownNow: boolean;
  readonly members: Members;
}

/**
 * Where the figures come from. `frozen`: the close of the day, as it was known then. `live`: the loans as they are known
 * now. `crossing`: live too, because no close keeps figures of two dimensions at once.
 */
export type Source = 'frozen' | 'live' | 'crossing';

/** A month of the trend, by the last day of it that is closed. */
export interface TrendPoint {
  readonly date: IsoDate;
  readonly figures: Figures;
}

export interface PortfolioFigures {
  readonly book: Book;
  readonly source: Source;
  readonly isClosed: boolean;
  readonly lastClosed: IsoDate | undefined;
  readonly members: Members;
  readonly portfolio: Portfolio;
  readonly farmers: number;
  readonly losses: Losses;
  /** Absent where the close of the day could not keep it. */
  readonly due: readonly DueDay[] | undefined;
  readonly trend: readonly TrendPoint[];
}

/**
 * The figures of a portfolio on a day. A closed day is read from what its close froze: some hundred rows, however many
 * loans there are. Everything else reads the loans, which takes seconds where they are a hundred thousand.
 */
export async function readPortfolio(db: Knex, asked: Asked): Promise<PortfolioFigures> {
  const { institutionId, currency, today, members, knownNow } = asked;
  const lastClosed = await lastClosedDay(db, institutionId);
  const asOf = asked.asOf ?? (lastClosed !== undefined && lastClosed <= today ? lastClosed : today);
  const book: Book = { institutionId, currency, asOf, today };
  const isClosed = (await findClosedDay(db, institutionId, asOf)) !== undefined;
  const crosses = chosenDimensions(members).length > 1;
  const source: Source = !isClosed || knownNow ? 'live' : crosses ? 'crossing' : 'frozen';
  const trend = crosses ? [] : await readTrend(db, book, partOf(members));
  const losses = {
    writtenOff: await writtenOff(db, book, members, source === 'frozen' ? asOf : today),
    averageGross: averageOf(trend),
  };
  const figures = source === 'frozen' ? await readFrozen(db, book, members) : await readLive(db, book, members);
  return { book, source, isClosed, lastClosed, members, losses, trend, ...figures };
}

async function readFrozen(db: Knex, book: Book, members: Members) {
  const part = partOf(members);
  const isWhole = part.dimension === 'all';
  const whole = isWhole ? undefined : figuresOf((await frozenPart(db, book, part, [book.asOf])).get(book.asOf) ?? []);
  const portfolio = isWhole ? portfolioOf(await frozenPortfolio(db, book)) : portfolioOf([]);
  // A day that was closed before the close kept such figures has none, and has not kept what falls due either.
  const keepsDue = isWhole && portfolio.whole.untested !== null;
  return {
    portfolio: { ...portfolio, ...(whole && { whole }) },
    farmers: await frozenFarmers(db, book, part),
    due: keepsDue ? await frozenFallingDue(db, book) : undefined,
  };
}

async function readLive(db: Knex, book: Book, members: Members) {
  const { whole, by } = portfolioOf(await liveRows(db, book, members));
  // The books set aside for all loans together, and not for some of them.
  const provision = chosenDimensions(members).length === 0 ? await provisionHeld(db, book) : null;
  return {
    portfolio: { whole: { ...whole, provision }, by },
    farmers: await countFarmers(db, book, members),
    due: await fallingDue(db, book, members),
  };
}

async function readTrend(db: Knex, book: Book, part: Part): Promise<TrendPoint[]> {
  const rows = await frozenPart(db, book, part, await trendDates(db, book));
  return [...rows].map(([date, ofDay]) => ({ date, figures: figuresOf(ofDay) }));
}

/** Over the months that are known; one alone is no average of a year. */
function averageOf(trend: readonly TrendPoint[]): Centimos | null {
  if (trend.length < 2) return null;
  return Math.round(trend.reduce((sum, { figures }) => sum + figures.gross, 0) / trend.length);
}

function partOf(members: Members): Part {
  const [dimension] = chosenDimensions(members);
  return dimension === undefined ? WHOLE : { dimension, member: members[dimension] ?? '' };
}
