import { withQuery } from '../web/pagination';
import type { Cut, RiskBook } from './cuts';

export const RISK_PATH = '/riesgo';
export const RISK_LOANS_PATH = '/riesgo/creditos';

/** The word of each cut in the address. */
export const CUT_WORDS = {
  department: 'departamento',
  district: 'distrito',
  organisation: 'organizacion',
  variety: 'variedad',
  'next-due': 'vencimiento',
  borrower: 'productor',
  income: 'ingreso',
  maturing: 'capital',
  due: 'vencia',
  unpaid: 'impago',
  'ever-late': 'cosecha',
  roll: 'migracion',
  stage: 'etapa',
} as const satisfies Record<Cut, string>;

export function cutOf(word: string): Cut | undefined {
  return (Object.keys(CUT_WORDS) as Cut[]).find((cut) => CUT_WORDS[cut] === word);
}

/** Where the loans behind a figure are listed: those of one member, or of all up to a second one. */
export function loansBehind(book: RiskBook, cut: Cut, from: string, to = from): string {
  return withQuery(RISK_LOANS_PATH, {
    corte: CUT_WORDS[cut],
    clave: from,
    hasta: to === from ? '' : to,
    al: book.asOf,
    desde: cut === 'roll' ? book.since : '',
    moneda: book.currency,
  });
}
