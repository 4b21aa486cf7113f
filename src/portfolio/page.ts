import { blankForm, type Form } from '../web/form';
import { count, date, longDate, money, ratio, wholeMoney } from '../web/format';
import type { Translate } from '../web/locale';
import { withQuery } from '../web/pagination';
import { aheadSection } from './ahead-page';
import { ageingChart } from './charts';
import { memberSection } from './member-page';
import { riskOver, type BandSlice } from './figures';
import { loansBehind, PORTFOLIO_PATH, portfolioOn, wordsOf } from './links';
import { amountOrDash, ladderRows, qualityRows, ratioText } from './quality-page';
import { qualityOf } from './quality';
import type { PortfolioFigures } from './read-portfolio';
import { DIMENSIONS, NO_ORGANISATION, type Names } from './store';
import { trendSection } from './trend-page';
import { bandNames } from './words';

/** Everything that the portfolio page shows. */
export interface PortfolioView extends PortfolioFigures {
  readonly names: Names;
  readonly currencies: readonly string[];
}

export function portfolioPage(view: PortfolioView, errors: Form['errors'], t: Translate) {
  const { book, members, portfolio, source } = view;
  const words = wordsOf(members);
  const here = { al: book.asOf, moneda: book.currency, ...words };
  const file = { ...here, segun: view.isClosed && source === 'live' ? 'hoy' : '' };
  return {
    form: { ...blankForm({ ...NOTHING_CHOSEN, ...words, al: date(book.asOf), moneda: book.currency }), errors },
    choices: choicesOf(view.names, t),
    currency: book.currency,
    currencies: view.currencies.map((code) => ({
      code,
      to: withQuery(PORTFOLIO_PATH, { al: book.asOf, moneda: code }),
      current: code === book.currency,
    })),
    severalCurrencies: view.currencies.length > 1,
    isNarrowed: Object.keys(members).length > 0,
    everything: portfolioOn(book, {}),
    source: sourceOf(view, t),
    cards: cards(view, t),
    empty: portfolio.whole.gross === 0,
    ladder: ladderRows(view),
    quality: qualityRows(view, t),
    ageing: ageingSection(view, t),
    ahead: aheadSection(view, t),
    trend: trendSection(view, t),
    sections: DIMENSIONS.map((dimension) => memberSection(view, dimension, t)),
    hasSections: portfolio.by.officer.length > 0,
    csv: withQuery(`${PORTFOLIO_PATH}/descargar`, { ...file, formato: 'csv' }),
    xlsx: withQuery(`${PORTFOLIO_PATH}/descargar`, { ...file, formato: 'xlsx' }),
  };
}

const NOTHING_CHOSEN = { departamento: '', producto: '', asesor: '', organizacion: '', linea: '' };

export function choicesOf(names: Names, t: Translate) {
  const options = (members: ReadonlyMap<string, string>) => [...members].map(([value, label]) => ({ value, label }));
  return {
    departments: options(names.department),
    products: options(names.product),
    officers: options(names.officer),
    organisations: [{ value: NO_ORGANISATION, label: t('Sin organización') }, ...options(names.organisation)],
    lines: options(names.line),
  };
}

/** Of which day the figures are, as what was known when, and the way to the other answer. */
function sourceOf({ book, source, isClosed, members }: PortfolioView, t: Translate) {
  const day = longDate(book.asOf);
  const now = { text: t('Calcular ahora'), to: portfolioOn({ ...book, asOf: book.today }, members, 'hoy') };
  if (source === 'frozen') {
    const says = t(
      'Al cierre del {day}, según lo conocido ese día: lo que se registró después con fecha anterior no está.',
      { day },
    );
    const again = { text: t('Según lo conocido hoy'), to: portfolioOn(book, members, 'hoy') };
    return { says, links: book.asOf === book.today ? [again] : [again, now], slow: true };
  }
  const closed = isClosed ? [{ text: t('Según el cierre de ese día'), to: portfolioOn(book, {}) }] : [];
  if (book.asOf === book.today) {
    return { says: t('Calculado ahora, con todo lo registrado hasta este momento.'), links: closed, slow: false };
  }
  const says = t(
    'Según lo conocido hoy: los pagos cuentan por su fecha valor. Un crédito reprogramado después del {day} se ve con sus cuotas de hoy.',
    { day },
  );
  return { says, links: [...closed, now], slow: true };
}

function cards(view: PortfolioView, t: Translate) {
  const { book, members, portfolio, farmers, losses } = view;
  const { whole } = portfolio;
  const quality = qualityOf(whole, losses);
  const par30 = riskOver(whole, 30).principal;
  const exact = (amount: number | null): string => amountOrDash(amount, book.currency);
  const behind = (narrowing = {}) => loansBehind(book, members, narrowing);
  return [
    {
      title: t('Saldo de cartera bruta'),
      figure: wholeMoney(whole.gross, book.currency),
      note: exact(whole.gross),
      to: behind(),
    },
    { title: t('Créditos'), figure: count(whole.loans), note: '', to: behind() },
    { title: t('Productores con crédito'), figure: count(farmers), note: '', to: behind() },
    { title: t('PAR 30'), figure: ratio(par30, whole.gross), note: exact(par30), to: behind({ atraso: '30' }) },
    {
      title: t('Mora SBS'),
      figure: ratioText(quality.mora),
      note: exact(quality.mora.part),
      to: behind({ cartera: 'atrasada' }),
    },
    {
      title: t('Alto riesgo SBS'),
      figure: ratioText(quality['high-risk']),
      note: exact(quality['high-risk'].part),
      to: behind({ cartera: 'alto-riesgo' }),
    },
    {
      title: t('Cobertura de PAR 30'),
      figure: ratioText(quality['par-30-coverage']),
      note: t('provisiones {amount}', { amount: exact(whole.provision) }),
      to: behind({ atraso: '30' }),
    },
  ];
}

function ageingSection({ book, members, portfolio: { whole } }: PortfolioView, t: Translate) {
  const names = bandNames(t);
  const [upToDate] = whole.bands;
  const rowsOf = (bands: readonly BandSlice[]) =>
    bands.map(({ band, loans, principal }) => ({
      name: names[band.key],
      loans,
      principal,
      share: ratio(principal, whole.gross),
      to: loansBehind(book, members, { tramo: band.key }),
    }));
  return {
    chart: ageingChart(book, whole, t),
    summary: t('Está al día {share} del saldo; {amount} lleva más de 30 días de atraso.', {
      share: ratio(upToDate?.principal ?? 0, whole.gross),
      amount: money(riskOver(whole, 30).principal, book.currency),
    }),
    tables: [
      { heading: t('Tramo SBS'), caption: t('Antigüedad de atraso, tramos SBS'), rows: rowsOf(whole.bands) },
      { heading: t('Tramo CGAP'), caption: t('Antigüedad de atraso, tramos CGAP'), rows: rowsOf(whole.cgapBands) },
    ],
    total: { loans: whole.loans, principal: whole.gross },
  };
}
