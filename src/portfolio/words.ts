import type { Translate } from '../web/locale';
import type { Band } from './ageing';
import { NO_ORGANISATION, type Dimension, type Names } from './store';

/** Of both sets of bands. */
export function bandNames(t: Translate): Readonly<Record<Band['key'], string>> {
  return {
    'al-dia': t('Al día'),
    '1-8': t('1 a 8 días'),
    '9-30': t('9 a 30 días'),
    '1-30': t('1 a 30 días'),
    '31-60': t('31 a 60 días'),
    '61-120': t('61 a 120 días'),
    '61-90': t('61 a 90 días'),
    '91-180': t('91 a 180 días'),
    'mas-120': t('Más de 120 días'),
    '181-365': t('181 a 365 días'),
    'mas-365': t('Más de 365 días'),
  };
}

export function dimensionTitles(t: Translate): Readonly<Record<Dimension, string>> {
  return {
    department: t('Por departamento'),
    product: t('Por producto'),
    officer: t('Por asesor'),
    organisation: t('Por organización'),
    line: t('Por línea de crédito'),
  };
}

export function dimensionNames(t: Translate): Readonly<Record<Dimension, string>> {
  return {
    department: t('Departamento'),
    product: t('Producto'),
    officer: t('Asesor'),
    organisation: t('Organización'),
    line: t('Línea de crédito'),
  };
}

export function memberName(names: Names, dimension: Dimension, key: string, t: Translate): string {
  if (key === NO_ORGANISATION) return t('Sin organización');
  return names[dimension].get(key) ?? key;
}
