import type { Centimos } from '../lending/money';
import { money, ratio } from '../web/format';
import type { Translate } from '../web/locale';
import { withQuery } from '../web/pagination';
import { loansBehind, wordsOf } from './links';
import type { PortfolioView } from './page';
import { NO_ORGANISATION, type Members } from './store';
import { QUALITY_KEYS, qualityOf, riskLadder, type QualityKey, type Ratio } from './quality';

/** PAR of each age with what flatters it added back. */
export function ladderRows({ book, members, portfolio, losses }: PortfolioView) {
  return riskLadder(portfolio.whole, losses).map(({ days, alone, withRefinanced, withWrittenOff }) => {
    const late = { atraso: String(days) };
    return {
      days,
      principal: alone.part ?? 0,
      to: loansBehind(book, members, late),
      alone: ratioText(alone),
      refinanced: withRefinanced.part ?? 0,
      refinancedKnown: withRefinanced.part !== null,
      refinancedTo: loansBehind(book, members, { ...late, refinanciados: 'con' }),
      withRefinanced: ratioText(withRefinanced),
      withWrittenOff: ratioText(withWrittenOff),
    };
  });
}

/** Each other ratio: what it is of what, in money, and the loans behind the first where they can be listed. */
export function qualityRows(view: PortfolioView, t: Translate) {
  const { book, members, portfolio, losses } = view;
  const quality = qualityOf(portfolio.whole, losses);
  const words = wordsOfRatios(t);
  const links: Partial<Record<QualityKey, string>> = {
    mora: loansBehind(book, members, { cartera: 'atrasada' }),
    'high-risk': loansBehind(book, members, { cartera: 'alto-riesgo' }),
    'matured-par-30': loansBehind(book, members, { atraso: '30' }),
  };
  return QUALITY_KEYS.map((key) => ({
    ...words[key],
    listTo: key === 'write-off' ? writtenOffLoans(members) : null,
    part: amountOrDash(quality[key].part, book.currency),
    to: quality[key].part === null ? null : (links[key] ?? null),
    whole: amountOrDash(quality[key].whole, book.currency),
    ratio: ratioText(quality[key]),
  }));
}

/** The list of loans knows no «sin organización». */
function writtenOffLoans(members: Members): string {
  const { organizacion, ...words } = wordsOf(members);
  const ofOne = organizacion === NO_ORGANISATION ? '' : organizacion;
  return withQuery('/creditos', { estado: 'castigado', ...words, organizacion: ofOne });
}

function wordsOfRatios(t: Translate): Readonly<Record<QualityKey, { readonly name: string; readonly says: string }>> {
  return {
    mora: { name: t('Mora SBS'), says: t('Cartera atrasada (vencida y en cobranza judicial) entre cartera bruta') },
    'high-risk': {
      name: t('Cartera de alto riesgo (CAR)'),
      says: t('Atrasada, refinanciada y reestructurada entre cartera bruta'),
    },
    'global-mora': {
      name: t('Mora global'),
      says: t('Alto riesgo y castigos de los últimos 12 meses entre cartera bruta'),
    },
    reserve: { name: t('Tasa de provisiones'), says: t('Provisiones entre cartera bruta') },
    'par-30-coverage': { name: t('Cobertura de PAR 30'), says: t('Provisiones entre saldo en PAR 30') },
    'overdue-coverage': { name: t('Cobertura de la cartera atrasada'), says: t('Provisiones entre cartera atrasada') },
    'high-risk-coverage': { name: t('Cobertura de alto riesgo'), says: t('Provisiones entre cartera de alto riesgo') },
    'write-off': {
      name: t('Tasa de castigos'),
      says: t('Castigos de los últimos 12 meses entre la cartera bruta promedio de los cierres de mes'),
    },
    'matured-par-30': {
      name: t('PAR 30 de lo que ya venció'),
      says: t('Saldo en PAR 30 entre la cartera de los créditos a los que ya les venció alguna cuota'),
    },
  };
}

/** A dash where one side is not known, and where the whole is zero. */
export function ratioText({ part, whole }: Ratio): string {
  return part === null || whole === null ? '—' : ratio(part, whole);
}

export function amountOrDash(amount: Centimos | null, currency: string): string {
  return amount === null ? '—' : money(amount, currency);
}
