import { withQuery } from '../web/pagination';
import type { Book } from './book';
import { DIMENSION_QUERY, type LoansQuery } from './form';
import type { Dimension } from './store';

export const PORTFOLIO_PATH = '/cartera';
export const LOANS_PATH = '/cartera/creditos';

/** Where the loans behind a figure are listed, on the same day and in the same currency. */
export function loansBehind(book: Book, narrowing: Partial<LoansQuery> = {}): string {
  return withQuery(LOANS_PATH, { al: book.asOf, moneda: book.currency, ...narrowing });
}

export function ofMember(dimension: Dimension, key: string): Partial<LoansQuery> {
  return { [DIMENSION_QUERY[dimension]]: key };
}
