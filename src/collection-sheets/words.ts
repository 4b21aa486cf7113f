import type { RepaymentIntent, RepaymentRefusal } from '../repayments/post-repayment';
import { money } from '../web/format';
import type { Translate } from '../web/locale';
import type { SheetState } from './states';
import type { Outcome, SheetRow } from './store';

export interface Tag {
  readonly text: string;
  readonly tone: 'ok' | 'warn' | 'bad' | '';
}

export function stateTag(state: SheetState, t: Translate): Tag {
  const tags: Record<SheetState, Tag> = {
    open: { text: t('En campo'), tone: '' },
    submitted: { text: t('Por recibir en caja'), tone: 'warn' },
    returned: { text: t('Devuelta al asesor'), tone: 'bad' },
    received: { text: t('Por resolver'), tone: 'warn' },
    confirmed: { text: t('Confirmada'), tone: 'ok' },
    void: { text: t('Anulada'), tone: '' },
  };
  return tags[state];
}

export function rowTag({ state, collected, outcome }: SheetRow, t: Translate): Tag {
  switch (state) {
    case 'posted':
      return { text: t('Registrado'), tone: 'ok' };
    case 'refused':
      return { text: t('No se pudo registrar'), tone: 'bad' };
    case 'given-back':
      return { text: t('Devuelto al productor'), tone: '' };
    case 'unpaid':
      return { text: t('No pagó'), tone: '' };
    default:
      if (collected !== null) return { text: t('Por confirmar'), tone: 'warn' };
      return { text: outcome === null ? t('Sin anotar') : t('No pagó'), tone: '' };
  }
}

export function outcomeName(outcome: Outcome, t: Translate): string {
  const names: Record<Outcome, string> = {
    absent: t('No estaba'),
    promised: t('Prometió pagar el día que se indica'),
    unable: t('No pudo pagar'),
    unwilling: t('No quiso pagar'),
    'not-visited': t('No se le visitó'),
    other: t('Otro motivo, en la nota'),
  };
  return names[outcome];
}

export function intentName(intent: RepaymentIntent, t: Translate): string {
  const names: Record<RepaymentIntent, string> = {
    'prepay-reduce-term': t('Pago anticipado: menos cuotas (si el cliente no elige, se aplica esta)'),
    'prepay-reduce-amount': t('Pago anticipado: cuotas más pequeñas'),
    advance: t('Adelanto: paga las cuotas que siguen, sin rebaja de intereses'),
  };
  return names[intent];
}

/** Why the till's rules refused the payment of a row, and what somebody at the desk can do. */
export function rowRefusal(refusal: RepaymentRefusal, currency: string, t: Translate): string {
  if (refusal.reason === 'amount_exceeds_debt') {
    const payoff = money(refusal.payoff, currency);
    return t(
      'El productor dio más de lo que debe: para terminar de pagar ese día bastan {payoff}. Registra eso y devuelve el resto, o que lo deje a su favor',
      { payoff },
    );
  }
  switch (refusal.reason) {
    case 'intent_needed':
      return t('El pago cubre más de dos cuotas: pregunta al cliente qué prefiere');
    case 'loan_closed':
    case 'loan_written_off':
      return t('El crédito ya no recibe pagos: está pagado o castigado. Devuelve el dinero');
    case 'date_before_disbursement':
    case 'payment_before_disbursement':
      return t('La fecha de la hoja es anterior al desembolso del crédito. Devuelve el dinero');
    case 'nothing_left_to_change':
      return t('Un cambio posterior del crédito no deja registrar un pago con esa fecha. Devuelve el dinero');
    default:
      return t('El pago no se puede registrar con ese monto y esa fecha');
  }
}
