import { aPayment, pay, type Payment, type Session } from './cashier';
import type { Lender } from './lender';
import type { Truth } from './truth';

/** When the client believes that it has paid: after the answer, or (the control, which must be seen to fail) before. */
export type Belief = 'when-answered' | 'when-sent';

export interface Load {
  /** Resolves when so many payments more have been acknowledged. */
  paid(count: number): Promise<void>;
  /** Takes nothing new and waits for the attempts under way. */
  stop(): Promise<void>;
}

/**
 * So many clients who pay one after the other, each again with the same command until it is answered. The truth is told
 * of every attempt.
 */
export function startLoad(
  address: string,
  session: Session,
  lender: Lender,
  truth: Truth,
  { clients = 8, belief = 'when-answered' }: { clients?: number; belief?: Belief } = {},
): Load {
  const stopping = new AbortController();
  let acknowledged = 0;
  let waiting: { until: number; resolve: () => void }[] = [];
  const acknowledge = (payment: Payment, receipt: string): void => {
    truth.acknowledged.set(payment.commandId, receipt);
    acknowledged += 1;
    for (const { until, resolve } of waiting) if (acknowledged >= until) resolve();
    waiting = waiting.filter(({ until }) => acknowledged < until);
  };
  const left = unanswered(truth);
  const client = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const payment = left.pop() ?? somePayment(lender);
      truth.sent.set(payment.commandId, payment);
      if (belief === 'when-sent') acknowledge(payment, '');
      const answer = await pay(address, session, payment);
      if (answer.type === 'paid') acknowledge(payment, answer.receipt);
      else left.push(payment);
    }
  };
  const all = Promise.all(Array.from({ length: clients }, client));
  return {
    paid: (count) =>
      Promise.race([
        new Promise<void>((resolve) => {
          waiting.push({ until: acknowledged + count, resolve });
        }),
        all.then(() => undefined),
      ]),
    stop: async () => {
      stopping.abort();
      await all;
    },
  };
}

/** Sends what nobody answered once more, with the same commands. */
export async function settle(address: string, session: Session, truth: Truth): Promise<void> {
  for (const payment of unanswered(truth)) {
    const answer = await pay(address, session, payment);
    if (answer.type !== 'paid') throw new Error(`${payment.commandId} was sent again and is ${answer.type}`);
    truth.acknowledged.set(payment.commandId, answer.receipt);
  }
}

function unanswered(truth: Truth): Payment[] {
  return [...truth.sent.values()].filter(({ commandId }) => !truth.acknowledged.has(commandId));
}

function somePayment({ loanIds, today }: Lender): Payment {
  const loanId = loanIds[Math.floor(Math.random() * loanIds.length)] ?? 0;
  return aPayment(loanId, 1 + Math.floor(Math.random() * 300), today);
}
