import type { IsoDate } from '../lending/dates';
import type { NewEvent } from '../loans/outlook';
import type { ServicingRequest } from './store';

/** What a request leads to when it is approved on a day. */
export function eventOf(
  { kind, amount, details, reason }: Pick<ServicingRequest, 'kind' | 'amount' | 'details' | 'reason'>,
  date: IsoDate,
): NewEvent {
  return { type: kind, valueDate: date, amount, details, reason };
}
