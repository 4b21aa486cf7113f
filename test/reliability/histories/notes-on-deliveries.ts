import { notePayment } from './notes-on-loans';
import { accepted, book, isManager, moneyAccount, refused, sum, type LenderModel, type Notes } from './notebook';
import type { PaidLoan } from './papers';

export interface DeliveryModel {
  readonly slip: string;
  readonly who: string;
  readonly withheld: number;
  readonly repayments: readonly PaidLoan[];
  reversed: boolean;
}

export interface RemittanceModel {
  readonly amount: number;
  readonly who: string;
  readonly account: string;
  reversed: boolean;
}

/** Soles in céntimos for a kg of beans as dry as prices are quoted for: what every delivery of a history is paid. */
export const PRICE_PER_KG = 1_650;

/** Beans that an organisation buys, what it withholds for the lender, and what it hands over of that. */
export const NOTES_ON_DELIVERIES = {
  'record-delivery': {
    expects: ({ deliveries }, { day }, { deliveredOn, slip }) => {
      if (deliveredOn > day) return refused('date_in_future');
      if ([...deliveries.values()].some((one) => one.slip === slip && !one.reversed)) return refused('slip_known');
      return deliveredOn === day ? accepted : undefined;
    },
    doubts: ({ loans, harvest }, _asked, { grossKg }, { seen }) => {
      const { value = 0, withheld = 0, paidOut = 0, repayments = [] } = seen ?? {};
      const share = Math.floor((value * harvest.sharePercent) / 100);
      const repaid = sum(repayments.map(({ amount }) => amount));
      const isPaid = ({ loanId, amount }: PaidLoan) => amount > 0 && loans.get(loanId)?.writtenOff === false;
      return [
        value === Number(grossKg) * PRICE_PER_KG ? '' : `${grossKg} kg are not worth ${value}`,
        value === withheld + paidOut ? '' : `${value} is not ${withheld} and ${paidOut}`,
        withheld <= share ? '' : `${withheld} is more than the share, ${share}`,
        withheld === repaid ? '' : `${withheld} was withheld and ${repaid} paid`,
        repayments.every(isPaid) ? '' : 'a loan was paid that takes nothing',
      ].filter((doubt) => doubt !== '');
    },
    learns: (lender, { who }, { slip }, outcome) => {
      const { withheld = 0, repayments = [] } = outcome.seen ?? {};
      lender.deliveries.set(Number(outcome['deliveryId']), { slip, who, withheld, repayments, reversed: false });
      for (const { loanId, eventId, amount } of repayments) {
        const of = { who, isRecovery: false, account: 'organisation', isPlain: false, isWithheld: true };
        notePayment(lender, loanId, eventId, { amount, ...of });
      }
    },
  },
  'reverse-delivery': {
    expects: ({ deliveries, loans }, { who }, input) => {
      if (who !== 'celia' && !isManager(who)) return refused('role_not_allowed');
      const delivery = deliveries.get(input.deliveryId);
      if (!delivery) return refused('delivery_not_found');
      if (delivery.reversed) return refused('already_reversed');
      if (delivery.who === who) return refused('same_person');
      if (delivery.repayments.some(({ loanId }) => loans.get(loanId)?.writtenOff === true)) return refused();
      return delivery.withheld === 0 ? accepted : undefined;
    },
    learns: (lender, _asked, input) => {
      const delivery = lender.deliveries.get(input.deliveryId);
      if (!delivery) throw new Error('a delivery of nobody was taken back');
      delivery.reversed = true;
      for (const { loanId, eventId } of delivery.repayments) {
        const payment = lender.loans.get(loanId)?.payments.get(eventId);
        if (payment) payment.reversed = true;
        lender.events += 1;
      }
      book(lender, 'PEN organisation', -delivery.withheld);
    },
  },
  'record-remittance': {
    expects: (lender, { who, day }, { amount, receivedOn }) => {
      if (who !== 'celia' && !isManager(who)) return refused('role_not_allowed');
      if (amount <= 0) return refused('amount_must_be_positive');
      if (receivedOn > day) return refused('date_in_future');
      return amount > stillToRemit(lender) ? refused('more_than_owed') : accepted;
    },
    learns: (lender, { who }, { amount, ...input }, outcome) => {
      const account = moneyAccount(input);
      lender.remittances.set(Number(outcome['remittanceId']), { amount, who, account, reversed: false });
      book(lender, `PEN ${account}`, amount);
      book(lender, 'PEN organisation', -amount);
    },
  },
  'reverse-remittance': {
    expects: ({ remittances }, { who }, input) => {
      const remittance = remittances.get(input.remittanceId);
      if (!remittance) return refused('remittance_not_found');
      if (remittance.reversed) return refused('already_reversed');
      return remittance.who === who ? refused('same_person') : accepted;
    },
    learns: (lender, _asked, input) => {
      const remittance = lender.remittances.get(input.remittanceId);
      if (!remittance) throw new Error('a remittance of nobody was taken back');
      remittance.reversed = true;
      book(lender, `PEN ${remittance.account}`, -remittance.amount);
      book(lender, 'PEN organisation', remittance.amount);
    },
  },
} satisfies Notes;

/** Below zero where a delivery was taken back that had been remitted. */
export function stillToRemit({ deliveries, remittances }: LenderModel): number {
  const withheld = [...deliveries.values()].filter(({ reversed }) => !reversed).map((one) => one.withheld);
  const remitted = [...remittances.values()].filter(({ reversed }) => !reversed).map(({ amount }) => amount);
  return sum(withheld) - sum(remitted);
}
