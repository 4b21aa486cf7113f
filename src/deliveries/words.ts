import type { Option } from '../web/field-html';
import { percent } from '../web/format';
import type { Translate } from '../web/locale';
import { isInForce, type Agreement, type Reach } from './agreement-store';
import type { Difference } from './reconcile';

export function stateName(state: 'wet' | 'dry', t: Translate): string {
  return state === 'wet' ? t('Cacao en baba') : t('Grano seco');
}

export function stateOptions(t: Translate): Option[] {
  return (['dry', 'wet'] as const).map((value) => ({ value, label: stateName(value, t) }));
}

export function channelName(channel: 'cash' | 'bank', t: Translate): string {
  return channel === 'bank' ? t('Por banco o transferencia') : t('En efectivo, por caja');
}

export function channelOptions(t: Translate): Option[] {
  return (['bank', 'cash'] as const).map((value) => ({ value, label: channelName(value, t) }));
}

export function reachName(reach: Reach, t: Translate): string {
  switch (reach) {
    case 'due':
      return t('Solo lo que está vencido o vence ese día');
    case 'two-instalments':
      return t('Lo vencido y lo que sigue, hasta dos cuotas');
    case 'debt':
      return t('Hasta terminar de pagar la deuda');
  }
}

export function reachOptions(t: Translate): Option[] {
  return (['two-instalments', 'due', 'debt'] as const).map((value) => ({ value, label: reachName(value, t) }));
}

export function intentName(intent: Agreement['intent'], t: Translate): string {
  if (intent === 'advance') return t('Adelanto: paga las cuotas que siguen, sin rebaja de intereses');
  if (intent === 'prepay-reduce-amount') return t('Pago anticipado: cuotas más pequeñas');
  return intent === null ? '' : t('Pago anticipado: menos cuotas');
}

export function intentOptions(t: Translate): Option[] {
  return (['prepay-reduce-term', 'prepay-reduce-amount', 'advance'] as const).map((value) => ({
    value,
    label: intentName(value, t),
  }));
}

export function methodName(method: Agreement['method'], t: Translate): string {
  const names = { handwritten: t('Firma a mano'), fingerprint: t('Huella digital'), digital: t('Firma digital') };
  return names[method];
}

export function methodOptions(t: Translate): Option[] {
  return (['handwritten', 'fingerprint', 'digital'] as const).map((value) => ({ value, label: methodName(value, t) }));
}

export function agreementTag(agreement: Agreement, today: string, t: Translate) {
  if (agreement.endedOn !== null) return { text: t('Terminado'), tone: '' };
  if (isInForce(agreement, today)) return { text: t('Vigente'), tone: 'ok' };
  return agreement.validFrom > today ? { text: t('Por empezar'), tone: 'warn' } : { text: t('Vencido'), tone: '' };
}

/** `40.00 % · Hasta terminar de pagar la deuda`. */
export function agreementTerms({ sharePercent, reach }: Agreement, t: Translate): string {
  return `${percent(sharePercent)} · ${reachName(reach, t)}`;
}

export function differenceName(what: Difference['what'], t: Translate): string {
  switch (what) {
    case 'value_not_divided':
      return t('El valor no es lo retenido más lo pagado al productor');
    case 'withheld_not_repaid':
      return t('Lo retenido no es lo que se aplicó a los créditos');
    case 'repayment_differs_from_loan':
      return t('Lo aplicado no es lo que dice el crédito');
    case 'repayment_taken_back_alone':
      return t('Un pago de la entrega fue extornado sin la entrega');
    case 'repayment_not_taken_back':
      return t('La entrega fue extornada y su pago no');
    case 'withheld_differs_from_account':
      return t('El total retenido no es la suma de las entregas');
    case 'remitted_differs_from_account':
      return t('El total remesado no es la suma de las remesas');
    case 'receivable_differs_from_ledger':
      return t('Lo por cobrar no es lo que dice la contabilidad');
    case 'receivable_of_nobody':
      return t('Hay un saldo por cobrar que no es de ninguna organización');
  }
}
