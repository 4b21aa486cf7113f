import { money, ratio } from '../web/format';
import type { Translate } from '../web/locale';
import { memberChart } from './charts';
import { riskOver, type Member } from './figures';
import { loansBehind, ofMember, portfolioOn } from './links';
import type { PortfolioView } from './page';
import type { Dimension } from './store';
import { dimensionNames, dimensionTitles, memberName } from './words';

/** The portfolio divided by one dimension: the drawing, its table, and the way to the loans of each member. */
export function memberSection(view: PortfolioView, dimension: Dimension, t: Translate) {
  const { book, portfolio, names, members: chosen } = view;
  const members = portfolio.by[dimension];
  const { whole } = portfolio;
  const nameOf = (member: Member): string => memberName(names, dimension, member.key, t);
  const [largest] = members;
  return {
    title: dimensionTitles(t)[dimension],
    heading: dimensionNames(t)[dimension],
    chart: memberChart(book, dimension, members, nameOf, t),
    summary: largest
      ? t('El saldo más alto es el de {name}: {amount}, {share} de la cartera.', {
          name: nameOf(largest),
          amount: money(largest.gross, book.currency),
          share: ratio(largest.gross, whole.gross),
        })
      : '',
    rows: members.map((member) => {
      const only = { ...chosen, ...ofMember(dimension, member.key) };
      return {
        name: nameOf(member),
        nameTo: portfolioOn(book, only),
        loans: member.loans,
        principal: member.gross,
        share: ratio(member.gross, whole.gross),
        to: loansBehind(book, only),
        risk: riskOver(member, 30).principal,
        riskTo: loansBehind(book, only, { atraso: '30' }),
        par30: ratio(riskOver(member, 30).principal, member.gross),
        par90: ratio(riskOver(member, 90).principal, member.gross),
      };
    }),
  };
}
