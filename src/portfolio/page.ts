import { blankForm, type Form } from '../web/form';
import { count, date, month, money, ratio, wholeMoney } from '../web/format';
import type { Translate } from '../web/locale';
import { withQuery } from '../web/pagination';
import type { Book } from './book';
import { ageingChart, maturingChart, memberChart } from './charts';
import { riskOver, type Figures, type Member, type Portfolio } from './figures';
import { loansBehind, ofMember, PORTFOLIO_PATH } from './links';
import { AHEAD_DAYS, DIMENSIONS, type Dimension, type MaturingMonth, type Names } from './store';
import { bandNames, dimensionNames, dimensionTitles, memberName } from './words';

/** Everything that the portfolio page shows, read on one day. */
export interface PortfolioView {
  readonly book: Book;
  readonly portfolio: Portfolio;
  readonly farmers: number;
  readonly maturing: readonly MaturingMonth[];
  readonly names: Names;
  readonly currencies: readonly string[];
}

export function portfolioPage(view: PortfolioView, errors: Form['errors'], t: Translate) {
  const { book, portfolio, maturing } = view;
  const { gross } = portfolio.whole;
  const ahead = maturing.reduce((sum, one) => sum + one.principal, 0);
  return {
    form: { ...blankForm({ al: date(book.asOf), moneda: book.currency }), errors },
    currency: book.currency,
    currencies: view.currencies.map((code) => ({
      code,
      to: withQuery(PORTFOLIO_PATH, { al: book.asOf, moneda: code }),
      current: code === book.currency,
    })),
    severalCurrencies: view.currencies.length > 1,
    cards: cards(view, t),
    empty: gross === 0,
    ageing: ageingSection(book, portfolio.whole, t),
    maturing: {
      chart: maturingChart(book, maturing, t),
      summary: t('Entre el {from} y los {days} días siguientes vencen {amount} de capital, {share} de la cartera.', {
        from: date(book.asOf),
        days: AHEAD_DAYS,
        amount: money(ahead, book.currency),
        share: ratio(ahead, gross),
      }),
      rows: maturing.map((one) => ({
        name: month(`${one.month}-01`),
        loans: one.loans,
        instalments: one.instalments,
        principal: one.principal,
        share: ratio(one.principal, gross),
        to: loansBehind(book, { vence: one.month }),
      })),
      total: { principal: ahead, share: ratio(ahead, gross), to: loansBehind(book, { vence: '90' }) },
    },
    sections: DIMENSIONS.map((dimension) => memberSection(view, dimension, t)),
    csv: withQuery(`${PORTFOLIO_PATH}/descargar`, { al: book.asOf, moneda: book.currency, formato: 'csv' }),
    xlsx: withQuery(`${PORTFOLIO_PATH}/descargar`, { al: book.asOf, moneda: book.currency, formato: 'xlsx' }),
  };
}

function cards({ book, portfolio, farmers }: PortfolioView, t: Translate) {
  const { whole } = portfolio;
  const exact = (principal: number): string => money(principal, book.currency);
  const gross = { figure: wholeMoney(whole.gross, book.currency), note: exact(whole.gross), to: loansBehind(book) };
  return [
    { title: t('Saldo de cartera bruta'), ...gross },
    { title: t('Créditos'), figure: count(whole.loans), note: '', to: loansBehind(book) },
    { title: t('Productores con crédito'), figure: count(farmers), note: '', to: loansBehind(book) },
    ...whole.risk.map(({ days, principal }) => ({
      title: t('PAR {days}', { days }),
      figure: ratio(principal, whole.gross),
      note: exact(principal),
      to: loansBehind(book, { atraso: String(days) }),
    })),
  ];
}

function ageingSection(book: Book, whole: Figures, t: Translate) {
  const names = bandNames(t);
  const [upToDate] = whole.bands;
  return {
    chart: ageingChart(book, whole, t),
    summary: t('Está al día {share} del saldo; {amount} lleva más de 30 días de atraso.', {
      share: ratio(upToDate?.principal ?? 0, whole.gross),
      amount: money(riskOver(whole, 30).principal, book.currency),
    }),
    rows: whole.bands.map(({ band, loans, principal }) => ({
      name: names[band.key],
      loans,
      principal,
      share: ratio(principal, whole.gross),
      to: loansBehind(book, { tramo: band.key }),
    })),
    total: { loans: whole.loans, principal: whole.gross },
  };
}

function memberSection({ book, portfolio, names }: PortfolioView, dimension: Dimension, t: Translate) {
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
    rows: members.map((member) => ({
      name: nameOf(member),
      loans: member.loans,
      principal: member.gross,
      share: ratio(member.gross, whole.gross),
      to: loansBehind(book, ofMember(dimension, member.key)),
      risk: riskOver(member, 30).principal,
      riskTo: loansBehind(book, { ...ofMember(dimension, member.key), atraso: '30' }),
      par30: ratio(riskOver(member, 30).principal, member.gross),
      par90: ratio(riskOver(member, 90).principal, member.gross),
    })),
  };
}
