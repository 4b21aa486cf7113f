import { date, money, ratio } from '../web/format';
import type { Translate } from '../web/locale';
import { trendChart } from './charts';
import { highRiskOf, riskOver } from './figures';
import { portfolioOn } from './links';
import type { PortfolioView } from './page';
import { amountOrDash, ratioText } from './quality-page';

/** The portfolio at the last closed day of each month of a year; one month alone is no trend. */
export function trendSection({ book, members, trend }: PortfolioView, t: Translate) {
  const [first] = trend;
  const last = trend.at(-1);
  const share = (part: number | null, whole: number) => ratioText({ part, whole });
  return {
    isKnown: trend.length > 1,
    chart: trendChart(trend, t),
    summary:
      first && last
        ? t(
            'Del {from} al {to} la cartera bruta pasó de {before} a {after} y el PAR 30 de {riskBefore} a {riskAfter}.',
            {
              from: date(first.date),
              to: date(last.date),
              before: money(first.figures.gross, book.currency),
              after: money(last.figures.gross, book.currency),
              riskBefore: ratio(riskOver(first.figures, 30).principal, first.figures.gross),
              riskAfter: ratio(riskOver(last.figures, 30).principal, last.figures.gross),
            },
          )
        : '',
    rows: trend.map(({ date: day, figures }) => ({
      name: date(day),
      to: portfolioOn({ ...book, asOf: day }, members),
      gross: figures.gross,
      par30: ratio(riskOver(figures, 30).principal, figures.gross),
      withRefinanced: share(riskOver(figures, 30).withModified, figures.gross),
      highRisk: share(highRiskOf(figures), figures.gross),
      provision: amountOrDash(figures.provision, book.currency),
    })),
  };
}
