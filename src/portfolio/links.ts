import type { IsoDate } from '../lending/dates';
import { withQuery } from '../web/pagination';
import type { Book } from './book';
import { DIMENSION_QUERY, type LoansQuery, type PortfolioQuery } from './form';
import { DIMENSIONS, type Dimension, type Members } from './store';

export const PORTFOLIO_PATH = '/cartera';
export const LOANS_PATH = '/cartera/creditos';

/** Where the loans behind a figure are listed, on the same day and in the same currency. */
export function loansBehind(book: Book, members: Members, narrowing: Partial<LoansQuery> = {}): string {
  return withQuery(LOANS_PATH, { al: book.asOf, moneda: book.currency, ...wordsOf(members), ...narrowing });
}

/** The portfolio page of a day, of the same members; `segun: 'hoy'` as it is known now. */
export function portfolioOn(
  book: Pick<Book, 'currency'> & { readonly asOf: IsoDate },
  members: Members,
  segun: PortfolioQuery['segun'] = '',
): string {
  return withQuery(PORTFOLIO_PATH, { al: book.asOf, moneda: book.currency, segun, ...wordsOf(members) });
}

export function ofMember(dimension: Dimension, key: string): Members {
  return { [dimension]: key };
}

/** The members as words of an address. */
export function wordsOf(members: Members): Partial<LoansQuery> {
  return Object.fromEntries(
    DIMENSIONS.flatMap((dimension) => {
      const member = members[dimension];
      return member === undefined ? [] : [[DIMENSION_QUERY[dimension], member] as const];
    }),
  );
}
