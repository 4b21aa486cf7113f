import type { IsoDate } from '../lending/dates';
import type { Transaction } from '../lending/history';
import type { Centimos } from '../lending/money';
import type { Translate } from '../web/locale';
import type { LoadedLoan } from './load';
import { principalLostBy } from './event-journals';

interface Movement {
  readonly date: IsoDate;
  readonly what: string;
  readonly receipt: string;
  /** What was handed out or has joined the debt, or what was paid; the other one is null. */
  readonly charge: Centimos | null;
  readonly payment: Centimos | null;
  /** What the principal owed grows by. */
  readonly principal: Centimos;
  readonly interest: Centimos;
  readonly other: Centimos;
}

/**
 * Every movement that counts in order of its value date, with the principal owed after it. A payment that was reversed,
 * and its reversal, are no part of it; both stand on the loan's page.
 */
export function statementRows({ loan, events, state }: LoadedLoan, t: Translate) {
  const receipts = new Map(events.map((event) => [String(event.id), event.receiptNumber]));
  const joined = state.instalments
    .filter((row) => row.principal < 0 && row.due <= state.asOf)
    .map((row) => joinedMovement(row.due, -row.principal, t));
  const moved = state.transactions
    .filter((transaction) => !transaction.reversed)
    .map((transaction) => movementOf(transaction, String(receipts.get(transaction.id) ?? 0).padStart(6, '0'), t));
  const forgiven = events
    .filter(({ type }) => type === 'waiver')
    .map((event) => forgivenMovement(event.valueDate, principalLostBy(event), t))
    .filter(({ principal }) => principal !== 0);
  let balance = 0;
  const rows = [...joined, ...moved, ...forgiven]
    .toSorted((one, other) => (one.date < other.date ? -1 : one.date > other.date ? 1 : 0))
    .map((movement) => ({ ...movement, balance: (balance += movement.principal) }));
  const paid = rows.reduce((sum, row) => sum + (row.payment ?? 0), 0);
  return { rows, paid, currency: loan.currency };
}

function movementOf(transaction: Transaction, receipt: string, t: Translate): Movement {
  const { date, amount } = transaction;
  if (transaction.type === 'disbursement') {
    return {
      date,
      what: t('Desembolso'),
      receipt,
      charge: amount,
      payment: null,
      principal: amount,
      interest: 0,
      other: 0,
    };
  }
  return {
    date,
    what: transaction.type === 'recovery' ? t('Recuperación') : t('Pago'),
    receipt,
    charge: null,
    payment: amount,
    principal: -transaction.principal,
    interest: transaction.interest + transaction.lateInterest,
    other: transaction.insurance + transaction.fees + transaction.penalties + transaction.overpaid,
  };
}

function joinedMovement(date: IsoDate, amount: Centimos, t: Translate): Movement {
  const what = t('Interés sumado al capital');
  return { date, what, receipt: '', charge: amount, payment: null, principal: amount, interest: 0, other: 0 };
}

function forgivenMovement(date: IsoDate, amount: Centimos, t: Translate): Movement {
  const what = t('Condonación de capital');
  return { date, what, receipt: '', charge: null, payment: null, principal: -amount, interest: 0, other: 0 };
}
