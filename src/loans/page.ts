import type { Transaction } from '../lending/history';
import type { Centimos } from '../lending/money';
import type { Payoff } from '../lending/payoff';
import { percent } from '../web/format';
import type { Translate } from '../web/locale';
import type { User } from '../web/user';
import type { StoredEvent } from './events';
import type { LoadedLoan } from './load';
import type { Parties } from './parties';
import { chargeReversers, tellers } from './roles';
import { instalmentWord, owedOn, standingOf } from './standing';
import { changeName, creditTypeName, instalmentTag, loanTag, seasonName } from './words';

/** The card at the top: what is owed, since when, what comes next, what came last. */
export function headerCard({ loan, state }: LoadedLoan, payoff: Payoff | undefined, t: Translate) {
  const standing = standingOf(state);
  return {
    currency: loan.currency,
    tag: loanTag(loan.status, standing.daysLate, t),
    dueNow: standing.dueNow,
    dueSince: standing.dueSince,
    daysLate: standing.daysLate,
    next: standing.next,
    lastPayment: standing.lastPayment ? { date: standing.lastPayment.date, amount: standing.lastPayment.amount } : null,
    principal: state.outstanding.principal,
    total: standing.total,
    lateInterest: state.outstanding.lateInterest,
    overpaid: standing.overpaid,
    inCourtSince: loan.inCourtSince,
    payoff: payoff?.total ?? null,
    paidInstalments: standing.paidInstalments,
    instalments: standing.instalments,
    asOf: state.asOf,
  };
}

export function conditions({ loan }: LoadedLoan, parties: Parties, tcea: string | null, t: Translate) {
  const { terms } = loan;
  const insurance = terms.insurance?.percentOfBalancePer30Days;
  return {
    farmer: parties.farmer,
    place: [parties.community, parties.district, parties.department].filter(Boolean).join(', '),
    product: parties.product,
    creditType: creditTypeName(parties.creditType, t),
    purpose: parties.purpose,
    principal: loan.principal,
    currency: loan.currency,
    disbursedOn: loan.disbursedOn,
    tea: percent(terms.rate.percent),
    tcea,
    lateRate: percent(loan.lateRatePercent),
    insurance: insurance ? t('{percent} del saldo cada 30 días', { percent: percent(insurance) }) : t('No tiene'),
    unpaidInterest:
      terms.unpaidInterest === 'capitalise'
        ? t('El interés no pagado se suma al capital en cada vencimiento')
        : t('El interés no pagado espera sin generar más interés'),
    officer: parties.officer,
    organisation: parties.organisation,
    line: parties.line,
    lineId: loan.lineId,
    investor: parties.investor,
    lineAmount: loan.lineAmount,
    lineCurrency: parties.lineCurrency,
    applicationId: loan.applicationId,
    id: loan.id,
  };
}

/** The schedule with what has been paid of it; a harvest loan says which harvest each instalment follows. */
export function scheduleRows({ loan, state }: LoadedLoan, t: Translate) {
  const followsHarvest = loan.terms.instalments.plan === 'weighted';
  const rows = state.instalments.map((row) => ({
    number: row.number,
    due: row.due,
    season: followsHarvest ? seasonName(row.due, t) : '',
    principal: row.principal,
    interest: row.interest,
    insurance: row.insurance,
    charges: row.fees + row.penalties,
    total: row.total,
    paid: row.paid,
    lateInterest: row.lateInterest,
    outstanding: owedOn(row),
    balance: row.balance,
    paidOn: row.paidOn ?? null,
    tag: instalmentTag(instalmentWord(row, state.asOf), t),
  }));
  const totals = { principal: 0, interest: 0, insurance: 0, charges: 0, total: 0, paid: 0, outstanding: 0 };
  for (const row of rows) for (const part of TOTALLED) totals[part] += row[part];
  return { rows, totals, followsHarvest };
}

const TOTALLED = ['principal', 'interest', 'insurance', 'charges', 'total', 'paid', 'outstanding'] as const;

/** Everything that happened, the latest first, with what may be done to each. */
export function movementRows(
  { loan, events, state }: LoadedLoan,
  names: ReadonlyMap<number, string>,
  user: User,
  t: Translate,
) {
  return events
    .filter((event) => event.type !== 'reversal')
    .map((event) => {
      const transaction = state.transactions.find(({ id }) => id === String(event.id));
      const reversal = events.find(({ reverses }) => reverses === event.id);
      return {
        id: event.id,
        loanId: loan.id,
        isPayment: isPayment(event),
        isDisbursement: event.type === 'disbursement',
        kind: eventName(event, t),
        why: event.type === 'charge' || event.details.requestId !== undefined ? event.reason : '',
        requestId: event.details.requestId ?? null,
        date: event.valueDate,
        bookedOn: event.bookingDate === event.valueDate ? null : event.bookingDate,
        receipt: String(event.receiptNumber ?? 0).padStart(6, '0'),
        amount: event.amount,
        ...partsOf(transaction, event),
        by: names.get(event.staffId) ?? '',
        reversal: reversal
          ? { date: reversal.bookingDate, reason: reversal.reason, by: names.get(reversal.staffId) ?? '' }
          : null,
        reverseAt: reversal || event.staffId === user.id ? null : reverseAt(event, events, user),
      };
    })
    .toReversed();
}

function partsOf(transaction: Transaction | undefined, event: StoredEvent): Record<string, Centimos | null> {
  if (!transaction || !isPayment(event)) {
    return { principal: null, interest: null, insurance: null, charges: null, overpaid: null };
  }
  const { principal, interest, lateInterest, insurance, fees, penalties, overpaid } = transaction;
  return { principal, interest: interest + lateInterest, insurance, charges: fees + penalties, overpaid };
}

function isPayment({ type }: StoredEvent): boolean {
  return type === 'repayment' || type === 'recovery';
}

/** Where this person may take an event of somebody else back. What was before a write-off stays as it was frozen then. */
function reverseAt(event: StoredEvent, events: readonly StoredEvent[], { role }: User): string | null {
  if (event.type !== 'recovery' && events.some(({ type }) => type === 'write-off')) return null;
  if (isPayment(event) && tellers.includes(role)) {
    const { deliveryId } = event.details;
    // What was withheld goes back with its delivery and not alone.
    return deliveryId === undefined
      ? `/creditos/${event.loanId}/pagos/${event.id}/extorno`
      : `/entregas/${deliveryId}/extorno`;
  }
  const isCharge = event.type === 'charge' && chargeReversers.includes(role);
  return isCharge ? `/creditos/${event.loanId}/cambios/cargo/${event.id}/extorno` : null;
}

function eventName(event: StoredEvent, t: Translate): string {
  switch (event.type) {
    case 'disbursement':
      return t('Desembolso');
    case 'repayment':
      return intentName(event, t);
    case 'charge':
      return event.details.kind === 'penalty' ? t('Cargo por penalidad') : t('Cargo por comisión');
    case 'recovery':
      return t('Recuperación');
    case 'reversal':
      return t('Extorno');
    default:
      return changeName(event.type, t);
  }
}

function intentName(event: StoredEvent, t: Translate): string {
  switch (event.details.intent) {
    case 'prepay-reduce-term':
      return t('Pago anticipado, menos plazo');
    case 'prepay-reduce-amount':
      return t('Pago anticipado, cuotas menores');
    default:
      return t('Pago');
  }
}
