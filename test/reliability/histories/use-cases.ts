import { approveApplication } from '../../../src/applications/approve-application';
import { fixedClock } from '../../../src/clock';
import { makeSheet } from '../../../src/collection-sheets/make-sheet';
import { receiveSheet } from '../../../src/collection-sheets/receive-sheet';
import { returnSheet } from '../../../src/collection-sheets/return-sheet';
import { saveRows } from '../../../src/collection-sheets/save-rows';
import { settleRow } from '../../../src/collection-sheets/settle-row';
import { submitSheet } from '../../../src/collection-sheets/submit-sheet';
import { voidSheet } from '../../../src/collection-sheets/void-sheet';
import { closeDay } from '../../../src/day-close/close-day';
import type { Knex } from '../../../src/db/connect';
import { recordDelivery } from '../../../src/deliveries/record-delivery';
import { recordRemittance } from '../../../src/deliveries/record-remittance';
import { reverseDelivery } from '../../../src/deliveries/reverse-delivery';
import { reverseRemittance } from '../../../src/deliveries/reverse-remittance';
import type { By } from '../../../src/ledger/by';
import { drawDown } from '../../../src/lines/draw-down';
import { repayLine } from '../../../src/lines/repay-line';
import { reverseMovement } from '../../../src/lines/reverse-movement';
import { disburseLoan } from '../../../src/loans/disburse-loan';
import { postRepayment } from '../../../src/repayments/post-repayment';
import { reverseRepayment } from '../../../src/repayments/reverse-repayment';
import { chargeLoan } from '../../../src/servicing/charge-loan';
import { endSuit, fileSuit } from '../../../src/servicing/court-case';
import { decideChange } from '../../../src/servicing/decide-change';
import { recordRecovery } from '../../../src/servicing/record-recovery';
import { requestChange } from '../../../src/servicing/request-change';
import { withdrawChange } from '../../../src/servicing/withdraw-change';
import { testConfig } from '../../support/config';
import { ofDelivery, ofMadeSheet, ofSheet, type Seen } from './papers';

export type UseCaseName =
  | 'approve-application'
  | 'disburse-loan'
  | 'post-repayment'
  | 'reverse-repayment'
  | 'charge-loan'
  | 'request-change'
  | 'decide-change'
  | 'withdraw-change'
  | 'file-suit'
  | 'end-suit'
  | 'record-recovery'
  | 'draw-down'
  | 'repay-line'
  | 'reverse-movement'
  | 'record-delivery'
  | 'reverse-delivery'
  | 'record-remittance'
  | 'reverse-remittance'
  | 'make-sheet'
  | 'save-rows'
  | 'submit-sheet'
  | 'receive-sheet'
  | 'return-sheet'
  | 'void-sheet'
  | 'settle-row'
  | 'close-day';

/** One command as somebody gives it on a day; plain data, so that a history can be told again elsewhere. */
export interface Asked {
  readonly lender: string;
  readonly who: string;
  readonly day: string;
  readonly useCase: UseCaseName;
  readonly input: Readonly<Record<string, unknown>>;
}

export type Outcome = {
  readonly type: 'done' | 'refused';
  readonly reason?: string;
  /** The papers that lie on the desk afterwards. */
  readonly seen?: Seen;
} & Readonly<Record<string, unknown>>;

export type UseCase = (db: Knex, by: By, input: never) => Promise<{ readonly type: 'done' | 'refused' }>;

export const USE_CASES: Readonly<Record<UseCaseName, UseCase>> = {
  'approve-application': approveApplication,
  'disburse-loan': disburseLoan,
  'post-repayment': postRepayment,
  'reverse-repayment': reverseRepayment,
  'charge-loan': chargeLoan,
  'request-change': requestChange,
  'decide-change': decideChange,
  'withdraw-change': withdrawChange,
  'file-suit': fileSuit,
  'end-suit': endSuit,
  'record-recovery': recordRecovery,
  'draw-down': drawDown,
  'repay-line': repayLine,
  'reverse-movement': reverseMovement,
  'record-delivery': ofDelivery(recordDelivery),
  'reverse-delivery': reverseDelivery,
  'record-remittance': recordRemittance,
  'reverse-remittance': reverseRemittance,
  'make-sheet': ofMadeSheet(makeSheet),
  'save-rows': ofSheet(saveRows),
  'submit-sheet': ofSheet(submitSheet),
  'receive-sheet': ofSheet(receiveSheet),
  'return-sheet': ofSheet(returnSheet),
  'void-sheet': ofSheet(voidSheet),
  'settle-row': ofSheet(settleRow),
  'close-day': (db, by, { date }: { date: string }) => closeDay(db, by, date),
};

/** Finds people by their name and lender, so that commands say who gave them in words. */
export async function peopleOf(db: Knex) {
  const rows: { code: string; institution_id: number; id: number; username: string; role: string }[] = await db(
    'staff as s',
  )
    .join('institution as i', 'i.id', 's.institution_id')
    .select('i.code', 's.institution_id', 's.id', 's.username', 's.role');
  const byName = new Map(rows.map((row) => [`${row.username}@${row.code}`, row]));
  return ({ who, lender, day }: Pick<Asked, 'who' | 'lender' | 'day'>): By => {
    const person = byName.get(`${who}@${lender}`);
    if (!person) throw new Error(`nobody is called ${who}@${lender}`);
    const { institution_id: institutionId, id, role } = person;
    return {
      clock: fixedClock(`${day}T17:00:00.000Z`),
      auditKey: testConfig.auditKey,
      actor: { institutionId, kind: 'staff', id, role, requestId: 'history' },
    };
  };
}

export type People = Awaited<ReturnType<typeof peopleOf>>;

/** Gives the command to the program. */
export function give(db: Knex, people: People, asked: Asked, useCases = USE_CASES): Promise<Outcome> {
  return useCases[asked.useCase](db, people(asked), asked.input as never);
}
