import type { Knex } from '../db/connect';
import { nextNumber } from '../db/counter';
import { recordDeed } from '../ledger/audit';
import { staffIdOf, type By } from '../ledger/by';
import { once } from '../ledger/command';
import { addDays, type IsoDate } from '../lending/dates';
import { claimedLoans, dueLoans } from './due-loans';
import { placesOf, placeValue, type Place } from './places';
import { insertRows, insertSheet, type Sheet } from './store';

export interface NewSheet {
  readonly commandId: string;
  readonly collectOn: IsoDate;
  readonly place: Place;
  readonly currency: string;
}

export type NewSheetRefusal =
  'command_reused' | 'role_not_allowed' | 'place_unknown' | 'date_too_far' | 'too_many_rows';

export type NewSheetOutcome =
  /** `claimed` counts due loans that were left out because another unfinished sheet has them. */
  | { readonly type: 'done'; readonly sheetId: number; readonly rows: number; readonly claimed: number }
  | { readonly type: 'refused'; readonly reason: NewSheetRefusal };

/** More do not fit into one day on the road, nor into a list that somebody counts money by. */
export const ROWS_MAX = 100;

/** A slip of the year or the month is caught; planning a harvest month ahead is not. */
export const DAYS_AROUND_TODAY = 60;

/**
 * Makes an officer's sheet for a day and a place: their own loans with something due up to that day, each with what the
 * till would ask for on it. Where nothing is due the sheet
 * starts empty, for those who pay ahead.
 */
export async function makeSheet(db: Knex, by: By, input: NewSheet): Promise<NewSheetOutcome> {
  const { commandId, ...content } = input;
  const command = { id: commandId, kind: 'make-collection-sheet', content };
  const answer = await once<NewSheetOutcome>(db, by, command, (trx) => make(trx, by, input));
  return answer.type === 'done' ? answer.outcome : answer;
}

async function make(trx: Knex.Transaction, by: By, input: NewSheet): Promise<NewSheetOutcome> {
  const { institutionId, role } = by.actor;
  const { collectOn, currency } = input;
  if (role !== 'officer') return { type: 'refused', reason: 'role_not_allowed' };
  if (isTooFar(by.clock.today(), collectOn)) return { type: 'refused', reason: 'date_too_far' };
  const officerId = staffIdOf(by);
  const places = await placesOf(trx, institutionId, officerId, currency);
  const place = places.find((one) => placeValue(one.place) === placeValue(input.place));
  if (!place) return { type: 'refused', reason: 'place_unknown' };

  const due = await dueLoans(trx, { institutionId, officerId, place: input.place, currency, date: collectOn });
  const loanIds = due.map(({ loanId }) => loanId);
  const claimed = await claimedLoans(trx, institutionId, loanIds);
  const rows = due.filter(({ loanId }) => !claimed.has(loanId)).map((row, index) => ({ ...row, number: index + 1 }));
  if (rows.length > ROWS_MAX) return { type: 'refused', reason: 'too_many_rows' };

  const id = await nextNumber(trx, institutionId, 'collection_sheet');
  const sheet: Sheet = {
    ...{ institutionId, id, officerId, collectOn, currency, place: place.name, state: 'open', version: 1 },
    ...{ madeAt: by.clock.now(), submittedAt: null, receivedBy: null, receivedAt: null, counted: null },
    ...{ differenceReason: '', reason: '' },
  };
  await insertSheet(trx, sheet);
  await insertRows(trx, sheet, rows);
  await recordDeed(trx, by, {
    action: 'sheet-made',
    entity: 'collection-sheet',
    entityId: id,
    details: { valueDate: collectOn, rows: rows.length },
    after: { ...sheet, rows },
  });
  return { type: 'done', sheetId: id, rows: rows.length, claimed: claimed.size };
}

/** Also for a sheet whose day is moved. */
export function isTooFar(today: IsoDate, collectOn: IsoDate): boolean {
  return collectOn < addDays(today, -DAYS_AROUND_TODAY) || collectOn > addDays(today, DAYS_AROUND_TODAY);
}
