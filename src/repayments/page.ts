import { date, money } from '../web/format';
import type { Translate } from '../web/locale';
import type { IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';
import type { LoadedLoan } from '../loans/load';
import { compareChange } from '../servicing/compare-change';
import { comparisonData } from '../servicing/comparison-words';
import type { Parties } from '../loans/parties';
import { standingOf } from '../loans/standing';
import type { DebtOn } from './debt-on';
import type { RepaymentRefusal } from './post-repayment';
import type { ReversalOutcome } from './reverse-repayment';

/** What the person at the counter sees beside the form: what is owed today, in three figures. */
export function debtCard({ loan, state }: LoadedLoan, debt: DebtOn, parties: Parties) {
  const standing = standingOf(state);
  return {
    currency: loan.currency,
    farmer: parties.farmer,
    product: parties.product,
    dueNow: debt.dueNow,
    dueSince: standing.dueSince,
    daysLate: standing.daysLate,
    next: standing.next,
    payoff: debt.payoff.total,
    total: debt.total,
    principal: state.outstanding.principal,
    asOf: state.asOf,
  };
}

/** The field that is at fault, `form` for none, and the sentence that says why and what to do. */
export function repaymentRefusal(
  refusal: RepaymentRefusal,
  currency: string,
  disbursedOn: string,
  t: Translate,
): { readonly field: string; readonly message: string } {
  if (refusal.reason === 'amount_exceeds_debt') {
    const places = { payoff: money(refusal.payoff, currency), largest: money(refusal.largest, currency) };
    return {
      field: 'amount',
      message:
        refusal.payoff < refusal.largest
          ? t(
              'El pago supera la deuda. Para terminar de pagar en esa fecha cobra {payoff}; según el cronograma se debe {largest}',
              places,
            )
          : t('El pago supera la deuda. Para terminar de pagar en esa fecha cobra {payoff}', places),
    };
  }
  switch (refusal.reason) {
    case 'intent_needed':
      return {
        field: 'intent',
        message: t('El pago cubre más de dos cuotas: pregunta al cliente qué prefiere y elige'),
      };
    case 'date_in_future':
      return { field: 'valueDate', message: t('La fecha del pago no puede ser futura') };
    case 'date_before_disbursement':
    case 'payment_before_disbursement':
      return {
        field: 'valueDate',
        message: t('La fecha del pago no puede ser anterior al desembolso ({date})', { date: date(disbursedOn) }),
      };
    case 'amount_must_be_positive':
      return { field: 'amount', message: t('El monto debe ser mayor que cero') };
    case 'loan_closed':
    case 'loan_written_off':
      return { field: 'form', message: t('Este crédito ya no recibe pagos: está pagado o castigado') };
    case 'command_reused':
      return {
        field: 'form',
        message: t('Este formulario ya se usó con otros datos. Revisa el crédito antes de volver a intentar'),
      };
    default:
      return { field: 'form', message: t('El pago no se puede registrar así. Revisa el monto y la fecha') };
  }
}

/** Why an amount leaves nothing to choose: it pays no more than what is due, or all that is owed. */
export function prepaymentFault(
  { dueNow, payoff }: DebtOn,
  amount: Centimos,
  currency: string,
  t: Translate,
): { readonly field: string; readonly message: string } | undefined {
  const places = { due: money(dueNow, currency), payoff: money(payoff.total, currency) };
  if (amount >= payoff.total) {
    return {
      field: 'amount',
      message: t('Con {payoff} se termina de pagar: no queda cronograma que comparar', places),
    };
  }
  if (amount > dueNow) return undefined;
  return { field: 'amount', message: t('Ya venció {due}: un pago anticipado es lo que pasa de eso', places) };
}

export function reversalSentence(
  reason: Extract<ReversalOutcome, { type: 'refused' }>['reason'],
  t: Translate,
): string {
  switch (reason) {
    case 'already_reversed':
      return t('Este pago ya fue extornado');
    case 'same_person':
      return t('Tú registraste este pago: lo extorna otra persona');
    case 'loan_written_off':
      return t('El crédito está castigado: un pago anterior al castigo ya no se extorna');
    case 'withheld_from_delivery':
      return t('Este pago se retuvo de una entrega de cacao: extorna la entrega');
    case 'reversal_of_reversal':
      return t('Un extorno no se extorna: registra el pago de nuevo');
    case 'command_reused':
      return t('Este formulario ya se usó con otros datos. Revisa el crédito antes de volver a intentar');
    default:
      return t('Este pago no se puede extornar');
  }
}

/** Money that is about to be paid. */
export interface Paid {
  readonly amount: Centimos;
  readonly valueDate: IsoDate;
}

/** What fewer and what smaller instalments would leave to pay, each beside the schedule as it is. */
export function intentOutcomes({ loan, events }: LoadedLoan, { amount, valueDate }: Paid, t: Translate) {
  const labels = { 'prepay-reduce-term': t('Menos cuotas'), 'prepay-reduce-amount': t('Cuotas más pequeñas') };
  return (['prepay-reduce-term', 'prepay-reduce-amount'] as const).map((intent) => {
    const event = { type: 'repayment' as const, valueDate, amount, details: { intent } };
    return {
      label: labels[intent],
      comparison: comparisonData(compareChange(loan, events, event), loan.currency, t),
    };
  });
}

export function intentOptions(t: Translate) {
  return [
    { value: 'prepay-reduce-term', label: t('Pago anticipado: menos cuotas (si el cliente no elige, se aplica esta)') },
    { value: 'prepay-reduce-amount', label: t('Pago anticipado: cuotas más pequeñas') },
    { value: 'advance', label: t('Adelanto: paga las cuotas que siguen, sin rebaja de intereses') },
  ];
}

export function channelOptions(t: Translate) {
  return [
    { value: 'cash', label: t('En efectivo, por caja') },
    { value: 'bank', label: t('Por banco o transferencia') },
  ];
}
