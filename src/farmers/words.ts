import type { Option } from '../web/field-html';
import type { Translate } from '../web/locale';
import { SEXES, type Sex } from './farmer-fields';
import { TENURES, VARIETIES, type Tenure, type Variety } from './parcel-fields';
import { CONSENT_METHODS, PURPOSES, type ConsentMethod, type Purpose } from './rows';

/* What the codes of a farmer, a parcel and a consent are called. */

export function sexWord(sex: Sex, t: Translate): string {
  return sex === 'F' ? t('Mujer') : t('Hombre');
}

export function tenureWord(tenure: Tenure, t: Translate): string {
  const words: Record<Tenure, string> = {
    title: t('Título de propiedad'),
    possession: t('Constancia de posesión'),
    lease: t('Alquiler'),
    community: t('Tierra de la comunidad'),
  };
  return words[tenure];
}

export function varietyWord(variety: Variety, t: Translate): string {
  return variety === 'ccn51' ? t('CCN-51') : t('Fino de aroma o nativo');
}

export function purposeWord(purpose: Purpose, t: Translate): string {
  const words: Record<Purpose, string> = {
    evaluation: t('Evaluar y administrar el crédito'),
    'credit-bureau': t('Centrales de riesgo'),
    messages: t('Mensajes al celular'),
    funders: t('Compartir con quienes financian'),
  };
  return words[purpose];
}

export function methodWord(method: ConsentMethod, t: Translate): string {
  const words: Record<ConsentMethod, string> = {
    handwritten: t('Firma a mano'),
    fingerprint: t('Huella digital'),
    digital: t('Firma digital'),
  };
  return words[method];
}

export function sexOptions(t: Translate): Option[] {
  return SEXES.map((value) => ({ value, label: sexWord(value, t) }));
}

export function tenureOptions(t: Translate): Option[] {
  return TENURES.map((value) => ({ value, label: tenureWord(value, t) }));
}

export function varietyOptions(t: Translate): Option[] {
  return VARIETIES.map((value) => ({ value, label: varietyWord(value, t) }));
}

export function purposeOptions(t: Translate): Option[] {
  return PURPOSES.map((value) => ({ value, label: purposeWord(value, t) }));
}

export function methodOptions(t: Translate): Option[] {
  return CONSENT_METHODS.map((value) => ({ value, label: methodWord(value, t) }));
}
