import type { Translate } from '../web/locale';
import type { Purpose } from './rows';

/**
 * The texts people sign, by version. A change of a sentence is a new version: what was signed stays readable as it was
 * read. Source of what must be said: Ley 29733, art. 13 and 18, and its regulation DS 016-2024-JUS.
 */
export const CONSENT_TEXT_VERSION: ConsentTextVersion = '1';

export const CONSENT_TEXT_VERSIONS = ['1'] as const;

export type ConsentTextVersion = (typeof CONSENT_TEXT_VERSIONS)[number];

/** The day Ley 29733 was published: nobody can have signed under it before. */
export const LAW_PUBLISHED_ON = '2011-07-03';

/** What the signature under a purpose allows. */
export function consentText(purpose: Purpose, t: Translate): string {
  switch (purpose) {
    case 'evaluation':
      return t(
        'Autorizo que se registren y usen mis ingresos, gastos, deudas y datos de mi chacra para evaluar y administrar mi crédito.',
      );
    case 'credit-bureau':
      return t(
        'Autorizo que se consulte mi historial en las centrales de riesgo y que se informe en ellas sobre mi crédito.',
      );
    case 'messages':
      return t('Autorizo que me envíen mensajes a mi celular sobre mis cuotas y mis pagos.');
    case 'funders':
      return t(
        'Autorizo que se compartan los datos de mi crédito con quienes lo financian, sin mi nombre ni mi documento.',
      );
  }
}
