import { money, ratio } from '../web/format';
import type { Translate } from '../web/locale';
import type { Pages } from '../web/pagination';
import type { RiskBook } from './cuts';
import type { LoanLabel } from './store';
import type { Outcome } from './stress';
import type { StressedLoan } from './try-stress';

export interface StressLoansView {
  readonly book: RiskBook;
  /** All of the group, and those of the page. */
  readonly loans: readonly StressedLoan[];
  readonly rows: readonly StressedLoan[];
  readonly labels: ReadonlyMap<number, LoanLabel>;
  readonly pages: Pages;
}

export function stressLoansPage({ book, loans, rows, labels, pages }: StressLoansView, t: Translate) {
  const sum = (of: (loan: StressedLoan) => number) => loans.reduce((total, loan) => total + of(loan), 0);
  const amount = (value: number) => money(value, book.currency);
  return {
    total: loans.length,
    summary: t('De {ahead} que vencen en 12 meses faltarían {shortfall} bajo estrés.', {
      ahead: amount(sum((loan) => loan.ahead)),
      shortfall: amount(sum((loan) => loan.stressedShortfall)),
    }),
    pages,
    rows: rows.map((loan) => ({
      id: loan.id,
      farmer: labels.get(loan.id)?.farmer ?? '',
      district: labels.get(loan.id)?.district ?? '',
      outstanding: amount(loan.outstanding),
      ahead: amount(loan.ahead),
      expected: amount(loan.expectedShortfall),
      stressed: amount(loan.stressedShortfall),
      covers: loan.outcome === 'unknown' ? '—' : ratio(loan.ahead - loan.stressedShortfall, loan.ahead),
      outcome: outcomeTag(loan.outcome, t),
    })),
  };
}

function outcomeTag(outcome: Outcome, t: Translate): { text: string; tone: string } {
  const tags: Record<Outcome, { text: string; tone: string }> = {
    'pays-all': { text: t('Paga todo'), tone: 'ok' },
    'pays-part': { text: t('Paga en parte'), tone: 'warn' },
    'pays-little': { text: t('Paga muy poco'), tone: 'bad' },
    unknown: { text: t('Sin datos del hogar'), tone: '' },
  };
  return tags[outcome];
}
