import { findSheet, rowsOfSheet } from '../../../src/collection-sheets/store';
import { amountToPost } from '../../../src/collection-sheets/totals';
import type { Knex } from '../../../src/db/connect';
import { findDelivery, repaymentsOfDelivery } from '../../../src/deliveries/store';
import type { By } from '../../../src/ledger/by';

/** What people read off the papers of a delivery or a collection sheet after they have done something to it. */
export interface Seen {
  readonly value?: number;
  readonly withheld?: number;
  readonly paidOut?: number;
  readonly repayments?: readonly PaidLoan[];
  readonly state?: string;
  readonly version?: number;
  readonly rows?: readonly SeenRow[];
}

export interface PaidLoan {
  readonly loanId: number;
  readonly eventId: number;
  readonly amount: number;
}

export interface SeenRow {
  readonly number: number;
  readonly loanId: number;
  readonly due: number;
  readonly state: string;
  /** What was taken less what went back. */
  readonly amount: number;
  readonly eventId: number | null;
}

type Done = { readonly type: 'done' };
type Refused = { readonly type: 'refused' };
type Work<Input, Answer extends Done | Refused> = (db: Knex, by: By, input: Input) => Promise<Answer>;

/** The slip that the farmer is handed. */
export function ofDelivery<Input>(record: Work<Input, (Done & { readonly deliveryId: number }) | Refused>) {
  return async (db: Knex, by: By, input: Input) => {
    const answer = await record(db, by, input);
    if (answer.type === 'refused') return answer;
    const { institutionId } = by.actor;
    const delivery = await findDelivery(db, institutionId, answer.deliveryId);
    if (!delivery) throw new Error(`delivery ${answer.deliveryId} is gone`);
    const { value, withheld, paidOut } = delivery;
    const repayments = await repaymentsOfDelivery(db, institutionId, delivery.id);
    return { ...answer, seen: { value, withheld, paidOut, repayments } };
  };
}

export function ofMadeSheet<Input>(make: Work<Input, (Done & { readonly sheetId: number }) | Refused>) {
  return async (db: Knex, by: By, input: Input) => {
    const answer = await make(db, by, input);
    return answer.type === 'refused' ? answer : { ...answer, seen: await sheetSeen(db, by, answer.sheetId) };
  };
}

export function ofSheet<Input extends { readonly sheetId: number }>(step: Work<Input, Done | Refused>) {
  return async (db: Knex, by: By, input: Input) => {
    const answer = await step(db, by, input);
    return answer.type === 'refused' ? answer : { ...answer, seen: await sheetSeen(db, by, input.sheetId) };
  };
}

async function sheetSeen(db: Knex, { actor: { institutionId } }: By, sheetId: number): Promise<Seen> {
  const sheet = await findSheet(db, institutionId, sheetId);
  if (!sheet) throw new Error(`sheet ${sheetId} is gone`);
  const rows = await rowsOfSheet(db, institutionId, sheetId);
  const seen = rows.map((row) => ({
    ...{ number: row.number, loanId: row.loanId, due: row.due, state: row.state },
    ...{ amount: amountToPost(row), eventId: row.eventId },
  }));
  return { state: sheet.state, version: sheet.version, rows: seen };
}
