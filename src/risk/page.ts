import { blankForm, type Form } from '../web/form';
import { date } from '../web/format';
import type { Translate } from '../web/locale';
import { withQuery } from '../web/pagination';
import type { RiskBook } from './cuts';
import { RISK_PATH } from './links';
import type { Part } from './part';

/** The parts of the risk page, in the order in which they are read. */
export function riskParts(t: Translate) {
  return [
    {
      to: `${RISK_PATH}/concentracion`,
      title: t('Concentración'),
      says: t('Saldo por lugar, organización, variedad, mes de vencimiento y productor'),
    },
    {
      to: `${RISK_PATH}/ingresos`,
      title: t('Ingresos esperados'),
      says: t('Lo que vence por semana y por ventana de cosecha'),
    },
    {
      to: `${RISK_PATH}/cobranza`,
      title: t('Eficiencia de cobranza'),
      says: t('Lo cobrado de lo que venció, y si fue a tiempo'),
    },
    {
      to: `${RISK_PATH}/cosechas`,
      title: t('Cosechas de colocación'),
      says: t('Cuánto se atrasó de lo que se desembolsó en cada semestre'),
    },
    {
      to: `${RISK_PATH}/migracion`,
      title: t('Migración entre tramos'),
      says: t('De qué tramo a qué tramo pasó el saldo entre dos fechas'),
    },
    {
      to: `${RISK_PATH}/perdida-esperada`,
      title: t('Pérdida esperada'),
      says: t('Etapas de NIIF 9 y lo que se espera perder, junto a las provisiones SBS'),
    },
    {
      to: `${RISK_PATH}/estres`,
      title: t('Estrés de la cosecha'),
      says: t('Qué pasa si cae el precio, cae el rendimiento o la cosecha se atrasa'),
    },
  ];
}

/** The page around one or more parts: day, currency, figures. */
export function partsPage(
  path: string,
  book: RiskBook,
  currencies: readonly string[],
  parts: readonly Part[],
  errors: Form['errors'],
  { lead, twoDays, t }: { readonly lead: string; readonly twoDays: boolean; readonly t: Translate },
) {
  const days = { al: book.asOf, desde: twoDays ? book.since : '' };
  return {
    form: { ...blankForm({ al: date(book.asOf), desde: date(book.since), moneda: book.currency }), errors },
    path,
    lead,
    twoDays,
    currency: book.currency,
    currencies: currencies.map((code) => ({
      code,
      to: withQuery(path, { ...days, moneda: code }),
      current: code === book.currency,
    })),
    severalCurrencies: currencies.length > 1,
    parts: parts.filter((part) => part.rows.length > 0),
    empty: parts.every((part) => part.rows.length === 0) ? t('Ese día no había nada que mostrar.') : '',
  };
}
