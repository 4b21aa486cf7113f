import { notePayment, principalLeft } from './notes-on-loans';
import { accepted, isManager, refused, sum, type Input, type LenderModel, type Notes } from './notebook';
import type { SeenRow } from './papers';
import type { Asked, Outcome } from './use-cases';

export interface SheetModel {
  readonly collectOn: string;
  state: string;
  version: number;
  readonly rows: Map<number, SheetRowModel>;
}

export interface SheetRowModel {
  readonly loanId: number;
  collected: number | null;
  intent: string | null;
  state: string;
}

/** Payments in bulk: what an officer writes on the road, hands over, and sees counted. */
export const NOTES_ON_SHEETS = {
  'make-sheet': {
    expects: (_lender, { who }) => (who === 'carmen' ? accepted : refused('role_not_allowed')),
    doubts: ({ loans, sheets }, _asked, _input, { seen }) =>
      rowsOf(seen).flatMap(({ loanId, due }) => [
        ...(loans.get(loanId)?.writtenOff === false ? [] : [`nothing can be asked for loan ${loanId}`]),
        ...(due > 0 ? [] : [`nothing is due of loan ${loanId}`]),
        ...([...sheets.values()].some((sheet) => isAskedOn(sheet, loanId)) ? [`loan ${loanId} is asked twice`] : []),
      ]),
    learns: ({ sheets }, _asked, { collectOn }, outcome) => {
      const rows = rowsOf(outcome.seen).map(({ number, loanId }): [number, SheetRowModel] => [
        number,
        { loanId, collected: null, intent: null, state: 'open' },
      ]);
      const sheet = { collectOn, state: 'open', version: outcome.seen?.version ?? 0, rows: new Map(rows) };
      sheets.set(Number(outcome['sheetId']), sheet);
    },
  },
  'save-rows': {
    expects: ({ sheets }, { who }, input) => {
      const sheet = sheets.get(input.sheetId);
      if (!sheet) return refused('sheet_not_found');
      if (sheet.version !== input.version) return refused('changed_meanwhile');
      return isWithOfficer(sheet) && who === 'carmen' ? accepted : refused('not_editable');
    },
    learns: (lender, _asked, input, outcome) => {
      const sheet = step(lender, input, outcome);
      for (const { number, collected, intent } of input.rows) {
        const row = sheet.rows.get(number);
        if (row) Object.assign(row, { collected, intent });
      }
    },
  },
  'submit-sheet': {
    expects: ({ sheets }, { who, day }, input) => {
      const sheet = sheets.get(input.sheetId);
      if (!sheet) return refused('sheet_not_found');
      if (sheet.version !== input.version) return refused('changed_meanwhile');
      if (!isWithOfficer(sheet)) return refused('not_from_this_state');
      if (who !== 'carmen') return refused('role_not_allowed');
      if (sheet.collectOn > day) return refused('date_in_future');
      if (sheet.rows.size === 0) return refused('nothing_on_sheet');
      return isTakenTwice(sheets, input.sheetId, sheet) ? refused('taken_twice') : accepted;
    },
    learns: (lender, _asked, input, outcome) => void step(lender, input, outcome),
  },
  'receive-sheet': {
    expects: ({ sheets }, { who }, input) => {
      const sheet = sheets.get(input.sheetId);
      if (!sheet) return refused('sheet_not_found');
      if (sheet.state === 'received' || sheet.state === 'confirmed') return refused('already_received');
      if (sheet.version !== input.version) return refused('changed_meanwhile');
      if (sheet.state !== 'submitted') return refused('not_from_this_state');
      if (who !== 'celia' && !isManager(who)) return refused('role_not_allowed');
      const isExplained = input.counted === collectedOn(sheet) || input.differenceReason !== '';
      return isExplained ? accepted : refused('difference_unexplained');
    },
    doubts: (lender, { day }, input, { seen }) => {
      const sheet = lender.sheets.get(input.sheetId);
      if (!sheet) return ['a sheet of nobody was counted'];
      const faults = rowsOf(seen).map((seenRow) => rowDoubt(lender, sheet, day, seenRow));
      const isDone = rowsOf(seen).every(({ state }) => state !== 'refused');
      const end = isDone ? 'confirmed' : 'received';
      return [...faults, seen?.state === end ? '' : `the sheet is ${seen?.state}`].filter((doubt) => doubt !== '');
    },
    learns: (lender, asked, input, outcome) => {
      const sheet = step(lender, input, outcome);
      for (const row of rowsOf(outcome.seen)) answerRow(lender, asked, sheet, row);
    },
  },
  'return-sheet': {
    expects: ({ sheets }, { who }, input) => {
      const sheet = sheets.get(input.sheetId);
      if (!sheet) return refused('sheet_not_found');
      if (sheet.version !== input.version) return refused('changed_meanwhile');
      if (sheet.state !== 'submitted') return refused('not_from_this_state');
      if (who !== 'celia' && !isManager(who)) return refused('role_not_allowed');
      return input.reason === '' ? refused('reason_needed') : accepted;
    },
    learns: (lender, _asked, input, outcome) => void step(lender, input, outcome),
  },
  'void-sheet': {
    expects: ({ sheets }, { who }, input) => {
      const sheet = sheets.get(input.sheetId);
      if (!sheet) return refused('sheet_not_found');
      if (sheet.version !== input.version) return refused('changed_meanwhile');
      if (!isWithOfficer(sheet)) return refused('not_from_this_state');
      if (who !== 'carmen' && !isManager(who)) return refused('role_not_allowed');
      return who === 'carmen' && collectedOn(sheet) > 0 ? refused('money_recorded') : accepted;
    },
    learns: (lender, _asked, input, outcome) => void step(lender, input, outcome),
  },
  'settle-row': {
    expects: ({ sheets }, { who }, { amount, reason, ...input }) => {
      const row = sheets.get(input.sheetId)?.rows.get(input.number);
      if (!row) return refused('row_not_found');
      if (row.state !== 'refused') return refused('row_not_refused');
      if (who === 'carmen') return refused('same_person');
      if (amount > (row.collected ?? 0)) return refused('amount_above_collected');
      return amount < (row.collected ?? 0) && reason === '' ? refused('reason_needed') : accepted;
    },
    doubts: (_lender, _asked, { number, amount }, { seen }) => {
      const row = rowsOf(seen).find((one) => one.number === number);
      const right = amount === 0 ? ['given-back'] : ['posted', 'refused'];
      return row && right.includes(row.state) ? [] : [`row ${number} with ${amount} is ${row?.state}`];
    },
    learns: (lender, asked, input, outcome) => {
      const sheet = step(lender, input, outcome);
      const { number, intent = null } = input;
      const row = sheet.rows.get(number);
      if (row) row.intent = intent;
      for (const seenRow of rowsOf(outcome.seen)) {
        if (seenRow.number === number) answerRow(lender, asked, sheet, seenRow);
      }
    },
  },
} satisfies Notes;

/** Where the money is still with the officer. */
export function isWithOfficer({ state }: SheetModel): boolean {
  return state === 'open' || state === 'returned';
}

export function collectedOn({ rows }: SheetModel): number {
  return sum([...rows.values()].map(({ collected }) => collected ?? 0));
}

function isAskedOn(sheet: SheetModel, loanId: number): boolean {
  if (!isWithOfficer(sheet) || collectedOn(sheet) === 0) return false;
  return [...sheet.rows.values()].some((row) => row.loanId === loanId && row.collected !== null);
}

/** Money of the same loan on the same day stands on one sheet. */
function isTakenTwice(sheets: LenderModel['sheets'], sheetId: number, sheet: SheetModel): boolean {
  const paid = [...sheet.rows.values()].filter(({ collected }) => collected !== null).map(({ loanId }) => loanId);
  const others = [...sheets].filter(
    ([id, one]) => id !== sheetId && one.state !== 'void' && one.collectOn === sheet.collectOn,
  );
  const hasMoney = ({ collected, state, loanId }: SheetRowModel) =>
    collected !== null && state !== 'given-back' && paid.includes(loanId);
  return others.some(([, { rows }]) => [...rows.values()].some(hasMoney));
}

/** A row without money is left alone; one with money is paid, or waits to be settled; no money stays without an answer. */
function rowDoubt(lender: LenderModel, { rows, collectOn }: SheetModel, day: string, seen: SeenRow): string {
  const row = rows.get(seen.number);
  const loan = row && lender.loans.get(row.loanId);
  if (!row || !loan) return `row ${seen.number} is of nobody`;
  if (row.collected === null)
    return seen.state === 'unpaid' ? '' : `row ${seen.number} has no money and is ${seen.state}`;
  if (loan.writtenOff) return seen.state === 'refused' ? '' : `a lost loan takes row ${seen.number}`;
  const isSure = row.intent === 'advance' && collectOn === day && row.collected <= principalLeft(loan);
  const right = isSure ? ['posted'] : ['posted', 'refused'];
  return right.includes(seen.state) ? '' : `row ${seen.number} with ${row.collected} is ${seen.state}`;
}

function answerRow(lender: LenderModel, { who }: Asked, { rows }: SheetModel, seen: SeenRow): void {
  const row = rows.get(seen.number);
  if (!row || row.state === 'posted') return;
  row.state = seen.state;
  if (seen.state !== 'posted') return;
  const isPlain = row.intent === null || row.intent === 'advance';
  notePayment(lender, row.loanId, seen.eventId ?? 0, {
    ...{ amount: seen.amount, who, isRecovery: false, account: 'cash', isPlain, isWithheld: false },
  });
}

/** The sheet as it lies there after a step. */
function step({ sheets }: LenderModel, { sheetId }: Input, { seen }: Outcome): SheetModel {
  const sheet = sheets.get(sheetId);
  if (!sheet) throw new Error('a sheet of nobody was moved');
  sheet.state = seen?.state ?? '';
  sheet.version = seen?.version ?? 0;
  return sheet;
}

function rowsOf(seen: Outcome['seen']): readonly SeenRow[] {
  return seen?.rows ?? [];
}
