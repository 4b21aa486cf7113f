import { AHEAD_DAYS } from '../day-close/falling-due';
import { addDays, type IsoDate } from '../lending/dates';
import { date, money, month, ratio } from '../web/format';
import type { Translate } from '../web/locale';
import { withQuery } from '../web/pagination';
import { monthOfDate, weekOf } from '../risk/periods';
import { dueChart } from './charts';
import type { DueDay } from './falling-due-store';
import type { LoansQuery } from './form';
import { loansBehind, portfolioOn } from './links';
import type { PortfolioView } from './page';

/** What falls due in the days ahead by month and by week: until then a bullet loan cannot be late. */
export function aheadSection(view: PortfolioView, t: Translate) {
  const { book, members, due = [], portfolio } = view;
  const { gross } = portfolio.whole;
  const principal = due.reduce((sum, one) => sum + one.principal, 0);
  const total = due.reduce((sum, one) => sum + one.total, 0);
  const rowsOf = (spans: readonly Span[], nameOf: (span: Span) => string, word: (span: Span) => string) =>
    spans.map((span) => ({
      ...span,
      name: nameOf(span),
      share: ratio(span.principal, gross),
      to: loansBehind(book, members, { vence: word(span) } satisfies Partial<LoansQuery>),
    }));
  const months = rowsOf(
    spansOf(due, monthOfDate),
    ({ from }) => month(from),
    ({ from }) => from.slice(0, 7),
  );
  const weeks = rowsOf(
    spansOf(due, weekOf),
    ({ from, to }) => `${shortDate(from)} – ${date(to)}`,
    ({ from }) => from,
  );
  return {
    isKnown: view.due !== undefined,
    liveTo: portfolioOn(book, members, 'hoy'),
    share: ratio(principal, gross),
    months,
    weeks,
    monthChart: dueChart(book, 'maturing', t('Capital que vence por mes'), months),
    weekChart: dueChart(book, 'weeks', t('Capital que vence por semana'), weeks),
    summary: t('Entre el {from} y los {days} días siguientes vencen {amount} de capital, {share} de la cartera.', {
      from: date(book.asOf),
      days: AHEAD_DAYS,
      amount: money(principal, book.currency),
      share: ratio(principal, gross),
    }),
    weekSummary: t('Con intereses y otros cargos se espera cobrar {amount} hasta el {until}.', {
      amount: money(total, book.currency),
      until: date(addDays(book.asOf, AHEAD_DAYS)),
    }),
    total: { principal, total, share: ratio(principal, gross), to: loansBehind(book, members, { vence: '90' }) },
    byHarvest: withQuery('/riesgo/ingresos', { al: book.asOf, moneda: book.currency }),
  };
}

interface Span {
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly instalments: number;
  readonly principal: number;
  readonly total: number;
}

function spansOf(due: readonly DueDay[], spanOf: (day: IsoDate) => { from: IsoDate; to: IsoDate }): Span[] {
  const spans = new Map<IsoDate, Span>();
  for (const day of due) {
    const { from, to } = spanOf(day.due);
    const before = spans.get(from) ?? { from, to, instalments: 0, principal: 0, total: 0 };
    spans.set(from, {
      ...before,
      instalments: before.instalments + day.instalments,
      principal: before.principal + day.principal,
      total: before.total + day.total,
    });
  }
  return [...spans.values()];
}

/** 2026-07-30 → `30/07`. */
function shortDate(day: IsoDate): string {
  return date(day).slice(0, 5);
}
