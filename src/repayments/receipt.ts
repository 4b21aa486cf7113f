import type { StoredEvent } from '../loans/events';
import { stateAtEvent, type LoadedLoan } from '../loans/load';
import type { Parties } from '../loans/parties';
import { feesAtDisbursement } from '../lending/schedule';
import type { Transaction } from '../lending/history';
import type { Translate } from '../web/locale';
import { amountInWords } from './amount-in-words';

/** What stands on a receipt, the same for whoever prints it and whenever. */
export type Receipt = ReturnType<typeof receiptOf>;

/**
 * The receipt of a repayment, or the voucher of a disbursement. It says what was known when the money changed hands: a
 * payment that is entered later with an earlier date divides this one anew, but the paper in the farmer's hand stays true.
 */
export function receiptOf(
  { loan, events }: LoadedLoan,
  event: StoredEvent,
  parties: Parties,
  names: ReadonlyMap<number, string>,
  t: Translate,
) {
  const state = stateAtEvent(loan, events, event.id);
  const reversal = events.find((other) => other.reverses === event.id);
  const isPayment = event.type !== 'disbursement';
  const handedOver = isPayment ? event.amount : event.amount - feesAtDisbursement(loan.terms);
  return {
    isPayment,
    number: receiptText(event.receiptNumber ?? 0),
    institution: parties.institution.name,
    ruc: parties.institution.ruc,
    farmer: parties.farmer.name,
    document: maskedDocument(parties.farmer.documentNumber),
    loanId: loan.id,
    product: parties.product,
    currency: loan.currency,
    valueDate: event.valueDate,
    recordedAt: event.recordedAt,
    channel: channelText(event, t),
    treatment: treatmentText(event, t),
    amount: handedOver,
    words: amountInWords(handedOver, loan.currency),
    parts: isPayment
      ? paymentParts(
          state.transactions.find(({ id }) => id === String(event.id)),
          t,
        )
      : disbursementParts(event, loan, t),
    principalAfter: state.outstanding.principal,
    cashier: names.get(event.staffId) ?? '',
    reversal: reversal
      ? { date: reversal.bookingDate, reason: reversal.reason, by: names.get(reversal.staffId) ?? '' }
      : null,
  };
}

function channelText({ details }: StoredEvent, t: Translate): string {
  if (details.channel === 'organisation') return t('Retenido de una entrega de cacao');
  return details.channel === 'bank' ? t('Banco o transferencia') : t('Caja');
}

/** What the client chose is declared on the paper (Res. SBS 3274-2017, art. 29); an ordinary payment says nothing. */
function treatmentText({ type, details }: StoredEvent, t: Translate): string {
  if (type === 'recovery') return t('Recuperación de un crédito castigado');
  if (details.intent === 'prepay-reduce-term') return t('Pago anticipado, menos plazo');
  return details.intent === 'prepay-reduce-amount' ? t('Pago anticipado, cuotas menores') : '';
}

/** The last four are enough to recognise a person by, on a paper that may be lost. */
export function maskedDocument(number: string): string {
  return `${'•'.repeat(Math.max(0, number.length - 4))}${number.slice(-4)}`;
}

/** Six digits, as they are printed: 123 is `000123`. */
export function receiptText(number: number): string {
  return String(number).padStart(6, '0');
}

function paymentParts(transaction: Transaction | undefined, t: Translate) {
  if (!transaction) return [];
  return [
    { label: t('Capital'), amount: transaction.principal },
    { label: t('Interés'), amount: transaction.interest },
    { label: t('Interés moratorio'), amount: transaction.lateInterest },
    { label: t('Seguro de desgravamen'), amount: transaction.insurance },
    { label: t('Comisiones'), amount: transaction.fees },
    { label: t('Penalidades'), amount: transaction.penalties },
    { label: t('Pago en exceso'), amount: transaction.overpaid },
  ].filter((part) => part.amount !== 0);
}

function disbursementParts(event: StoredEvent, loan: LoadedLoan['loan'], t: Translate) {
  const fee = feesAtDisbursement(loan.terms);
  if (fee === 0) return [];
  return [
    { label: t('Monto del crédito'), amount: event.amount },
    { label: t('Comisión de desembolso'), amount: -fee },
  ];
}
