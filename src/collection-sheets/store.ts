import type { Knex } from '../db/connect';
import type { IsoDate } from '../lending/dates';
import type { Centimos } from '../lending/money';
import type { RepaymentIntent, RepaymentRefusal } from '../repayments/post-repayment';
import type { SheetState } from './states';

export const OUTCOMES = ['absent', 'promised', 'unable', 'unwilling', 'not-visited', 'other'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What a client may prefer for money beyond what is due, as at the till. */
export const INTENTS = ['prepay-reduce-term', 'prepay-reduce-amount', 'advance'] as const satisfies RepaymentIntent[];

/** The paper that an officer takes along for a day and a place. */
export interface Sheet {
  readonly institutionId: number;
  readonly id: number;
  readonly officerId: number;
  /** The day on which the money is taken: the value date of its payments. */
  readonly collectOn: IsoDate;
  readonly place: string;
  readonly currency: string;
  readonly state: SheetState;
  readonly version: number;
  readonly madeAt: string;
  /** The first time; from then on no row leaves the sheet. */
  readonly submittedAt: string | null;
  readonly receivedBy: number | null;
  readonly receivedAt: string | null;
  readonly counted: Centimos | null;
  readonly differenceReason: string;
  readonly reason: string;
}

/** A loan on a sheet, and what its farmer gave or said. */
export interface SheetRow {
  readonly number: number;
  readonly loanId: number;
  readonly due: Centimos;
  readonly dueSince: IsoDate | null;
  readonly collected: Centimos | null;
  readonly outcome: Outcome | null;
  readonly promisedOn: IsoDate | null;
  readonly paperReceipt: string;
  readonly note: string;
  readonly intent: RepaymentIntent | null;
  readonly acceptExcess: boolean;
  readonly state: 'open' | 'unpaid' | 'posted' | 'refused' | 'given-back';
  readonly attempt: number;
  readonly refusal: RepaymentRefusal | null;
  /** Of what was collected, what went back to the farmer and is not posted. */
  readonly givenBack: Centimos;
  readonly decisionReason: string;
  readonly eventId: number | null;
}

export async function findSheet(db: Knex, institutionId: number, id: number): Promise<Sheet | undefined> {
  const row = (await db('collection_sheet').where({ institution_id: institutionId, id }).first()) as
    SheetRecord | undefined;
  return row && sheetOf(row);
}

/** The sheet, locked until the transaction ends: whoever changes it takes turns. */
export async function lockSheet(trx: Knex.Transaction, institutionId: number, id: number): Promise<Sheet | undefined> {
  const row = (await trx('collection_sheet').where({ institution_id: institutionId, id }).forUpdate().first()) as
    SheetRecord | undefined;
  return row && sheetOf(row);
}

export async function rowsOfSheet(db: Knex, institutionId: number, sheetId: number): Promise<SheetRow[]> {
  const rows = (await db('collection_sheet_row')
    .where({ institution_id: institutionId, sheet_id: sheetId })
    .orderBy('number')) as RowRecord[];
  return rows.map(rowOf);
}

/** A row, locked until the transaction ends: its payment is posted once. */
export async function lockRow(
  trx: Knex.Transaction,
  { institutionId, id }: Pick<Sheet, 'institutionId' | 'id'>,
  number: number,
): Promise<SheetRow | undefined> {
  const row = (await trx('collection_sheet_row')
    .where({ institution_id: institutionId, sheet_id: id, number })
    .forUpdate()
    .first()) as RowRecord | undefined;
  return row && rowOf(row);
}

export async function insertSheet(trx: Knex.Transaction, sheet: Sheet): Promise<void> {
  await trx('collection_sheet').insert({
    institution_id: sheet.institutionId,
    id: sheet.id,
    officer_id: sheet.officerId,
    collect_on: sheet.collectOn,
    place: sheet.place,
    currency: sheet.currency,
    state: sheet.state,
    version: sheet.version,
    made_at: sheet.madeAt,
  });
}

/** Writes columns of a sheet and moves its version on. */
export async function changeSheet(
  trx: Knex.Transaction,
  { institutionId, id, version }: Sheet,
  change: Partial<Omit<SheetRecord, 'institution_id' | 'id' | 'officer_id' | 'version'>>,
): Promise<void> {
  await trx('collection_sheet')
    .where({ institution_id: institutionId, id })
    .update({ ...change, version: version + 1 });
}

export async function insertRows(
  trx: Knex.Transaction,
  { institutionId, id }: Sheet,
  rows: readonly Pick<SheetRow, 'number' | 'loanId' | 'due' | 'dueSince'>[],
): Promise<void> {
  if (rows.length === 0) return;
  await trx('collection_sheet_row').insert(
    rows.map(({ number, loanId, due, dueSince }) => ({
      institution_id: institutionId,
      sheet_id: id,
      number,
      loan_id: loanId,
      due,
      due_since: dueSince,
      state: 'open',
    })),
  );
}

export type RowChange = Partial<Omit<RowRecord, 'number' | 'loan_id'>>;

export async function changeRow(
  trx: Knex.Transaction,
  { institutionId, id }: Pick<Sheet, 'institutionId' | 'id'>,
  number: number,
  change: RowChange,
): Promise<void> {
  await trx('collection_sheet_row').where({ institution_id: institutionId, sheet_id: id, number }).update(change);
}

export async function deleteRow(trx: Knex.Transaction, sheet: Sheet, number: number): Promise<void> {
  await trx('collection_sheet_row').where({ institution_id: sheet.institutionId, sheet_id: sheet.id, number }).delete();
}

interface SheetRecord {
  institution_id: number;
  id: number;
  officer_id: number;
  collect_on: string;
  place: string;
  currency: string;
  state: SheetState;
  version: number;
  made_at: string;
  submitted_at: string | null;
  received_by: number | null;
  received_at: string | null;
  counted: Centimos | null;
  difference_reason: string;
  reason: string;
}

function sheetOf(row: SheetRecord): Sheet {
  return {
    institutionId: row.institution_id,
    id: row.id,
    officerId: row.officer_id,
    collectOn: row.collect_on,
    place: row.place,
    currency: row.currency,
    state: row.state,
    version: row.version,
    madeAt: row.made_at,
    submittedAt: row.submitted_at,
    receivedBy: row.received_by,
    receivedAt: row.received_at,
    counted: row.counted,
    differenceReason: row.difference_reason,
    reason: row.reason,
  };
}

interface RowRecord {
  number: number;
  loan_id: number;
  due: Centimos;
  due_since: string | null;
  collected: Centimos | null;
  outcome: Outcome | null;
  promised_on: string | null;
  paper_receipt: string;
  note: string;
  intent: RepaymentIntent | null;
  accept_excess: boolean | number;
  state: SheetRow['state'];
  attempt: number;
  refusal: string | null;
  given_back: Centimos;
  decision_reason: string;
  event_id: number | null;
}

function rowOf(row: RowRecord): SheetRow {
  return {
    number: row.number,
    loanId: row.loan_id,
    due: row.due,
    dueSince: row.due_since,
    collected: row.collected,
    outcome: row.outcome,
    promisedOn: row.promised_on,
    paperReceipt: row.paper_receipt,
    note: row.note,
    intent: row.intent,
    acceptExcess: Boolean(row.accept_excess),
    state: row.state,
    attempt: row.attempt,
    refusal: row.refusal === null ? null : (JSON.parse(row.refusal) as RepaymentRefusal),
    givenBack: row.given_back,
    decisionReason: row.decision_reason,
    eventId: row.event_id,
  };
}
