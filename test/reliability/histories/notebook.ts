import type { DeliveryModel, RemittanceModel } from './notes-on-deliveries';
import type { LineModel } from './notes-on-lines';
import type { LoanModel } from './notes-on-loans';
import type { RequestModel } from './notes-on-changes';
import type { SheetModel } from './notes-on-sheets';
import type { StagedApplication, StagedHarvest } from './stage';
import type { Asked, Outcome, UseCaseName } from './use-cases';

/*
 * What a bookkeeper with a notebook knows: who owes what they were handed less what they brought, who entered it, and
 * how much must be in the till. No schedule, no interest, and no line of the program's own code. Its pages: loans,
 * changes of loans, lines, deliveries and collection sheets.
 */

export interface Model {
  readonly lenders: ReadonlyMap<string, LenderModel>;
}

export interface LenderModel {
  readonly institutionId: number;
  readonly applications: Map<number, StagedApplication & { open: boolean }>;
  readonly lines: Map<number, LineModel>;
  readonly loans: Map<number, LoanModel>;
  readonly requests: Map<number, RequestModel>;
  readonly harvest: StagedHarvest;
  readonly deliveries: Map<number, DeliveryModel>;
  readonly remittances: Map<number, RemittanceModel>;
  readonly sheets: Map<number, SheetModel>;
  /** By command id: what was asked, and what was answered. */
  readonly answered: Map<string, { readonly asked: string; readonly outcome: string }>;
  /** Debits less credits by currency and account, of those accounts on which only plain money stands. */
  readonly books: Map<string, number>;
  closed: { first: string; last: string } | undefined;
  events: number;
  receipts: number;
}

/** What is written down of one use case. */
export interface Note {
  /** What is sure before; undefined where interest would have to be reckoned. */
  readonly expects: Expects;
  readonly learns: Lesson;
  /** What cannot be right of what was done, by the papers that were handed over. */
  readonly doubts?: Doubts;
}

export type Notes = Readonly<Partial<Record<UseCaseName, Note>>>;

type Expects = (lender: LenderModel, asked: Asked, input: Input) => Expectation | undefined;
type Lesson = (lender: LenderModel, asked: Asked, input: Input, outcome: Outcome) => void;
type Doubts = (lender: LenderModel, asked: Asked, input: Input, outcome: Outcome) => string[];

/** The fields of all commands; each command has those that it needs. */
export interface Input {
  readonly applicationId: number;
  readonly loanId: number;
  readonly eventId: number;
  readonly requestId: number;
  readonly lineId: number;
  readonly movementId: number;
  readonly deliveryId: number;
  readonly remittanceId: number;
  readonly sheetId: number;
  readonly version: number;
  readonly number: number;
  readonly rows: readonly {
    readonly number: number;
    readonly collected: number | null;
    readonly intent: string | null;
  }[];
  readonly collectOn: string;
  readonly counted: number;
  readonly differenceReason: string;
  readonly deliveredOn: string;
  readonly slip: string;
  readonly grossKg: string;
  readonly receivedOn: string;
  readonly amount: number;
  readonly valueDate: string;
  readonly disbursedOn: string;
  readonly due: string;
  readonly date: string;
  readonly intent?: string;
  readonly channel?: string;
  readonly kind: string;
  readonly details: { readonly part?: string };
  readonly decision: string;
  readonly reason: string;
}

export type Expectation =
  | { readonly type: 'same-answer'; readonly outcome: string }
  | { readonly type: 'accepted' }
  | { readonly type: 'refused'; readonly reason?: string };

export const accepted: Expectation = { type: 'accepted' };

export function refused(reason?: string): Expectation {
  return { type: 'refused', ...(reason !== undefined && { reason }) };
}

export function isManager(who: string): boolean {
  return who === 'marta' || who === 'pedro';
}

export function lenderOf(model: Model, code: string): LenderModel {
  const lender = model.lenders.get(code);
  if (!lender) throw new Error(`nobody lends as ${code}`);
  return lender;
}

export function book(lender: LenderModel, account: string, debit: number): void {
  lender.books.set(account, (lender.books.get(account) ?? 0) + debit);
}

export function moneyAccount({ channel }: Pick<Input, 'channel'>): string {
  return channel === 'bank' ? 'bank' : 'cash';
}

export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

export function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
