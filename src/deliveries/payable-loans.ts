import type { Knex } from '../db/connect';
import type { IsoDate } from '../lending/dates';
import type { PayableLoan } from '../lending/delivery';
import type { Centimos } from '../lending/money';
import { eventsOf, type StoredEvent } from '../loans/events';
import { loansOfFarmer, type Loan } from '../loans/store';
import { debtOn, type DebtOn } from '../repayments/debt-on';
import { excessOf, type RepaymentIntent } from '../repayments/post-repayment';
import type { Agreement } from './agreement-store';

/** A loan that a delivery may pay, with what decides how the money is taken. */
export interface PayableDebt extends PayableLoan {
  readonly loan: Loan;
  readonly debt: DebtOn;
}

/** Prices of beans are in soles, and so are the loans that they pay. */
const CURRENCY = 'PEN';

/** The farmer's loans in soles that run on the day of a delivery, each with the most that may be withheld for it. */
export async function payableLoans(
  db: Knex,
  institutionId: number,
  farmerId: number,
  agreement: Agreement,
  date: IsoDate,
): Promise<PayableDebt[]> {
  const loans = await loansOfFarmer(db, institutionId, farmerId);
  const running = loans.filter(
    ({ status, currency, disbursedOn }) => status === 'active' && currency === CURRENCY && disbursedOn <= date,
  );
  const payable: PayableDebt[] = [];
  for (const loan of running) {
    const events = await eventsOf(db, institutionId, loan.id);
    const debt = debtOn(loan, events, date);
    const most = mostPayable(loan, events, debt, agreement);
    payable.push({ loanId: loan.id, oldestUnpaidDue: loan.oldestUnpaidDue, payable: most, loan, debt });
  }
  return payable;
}

/** Never more than ends the loan, and nothing that later payments have paid already. */
function mostPayable(loan: Loan, events: readonly StoredEvent[], debt: DebtOn, agreement: Agreement): Centimos {
  const { reach } = agreement;
  const reached = reach === 'due' ? debt.dueNow : reach === 'two-instalments' ? debt.withoutChoice : debt.payoff.total;
  const most = Math.min(reached, debt.payoff.total);
  if (most <= 0) return 0;
  const intent = intentFor(agreement, debt, most) ?? (most === debt.payoff.total ? 'prepay-reduce-term' : undefined);
  return most - excessOf(loan, events, debt.date, most, intent === 'advance' ? undefined : intent);
}

/** What the farmer chose counts where there is a choice: beyond two instalments, and short of ending the loan. */
export function intentFor(agreement: Agreement, debt: DebtOn, amount: Centimos): RepaymentIntent | undefined {
  const isChoice = amount > debt.withoutChoice && amount !== debt.payoff.total;
  return isChoice ? (agreement.intent ?? undefined) : undefined;
}
