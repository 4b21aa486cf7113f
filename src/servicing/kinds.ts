import type { z } from 'zod';
import type { Centimos } from '../lending/money';
import type { EventDetails } from '../loans/events';
import { harvestRows, type graceForm, type rateForm, type reprogrammingForm, type waiverForm } from './form';

/** What a filled form asks for, in the words of the event. */
export interface Asked {
  readonly amount: Centimos;
  readonly details: EventDetails;
}

export function askedWaiver({ part, amount }: z.output<typeof waiverForm>): Asked {
  return { amount, details: { part } };
}

export function askedRate({ ratePercent }: z.output<typeof rateForm>): Asked {
  return { amount: 0, details: { change: { rate: effective(ratePercent) } } };
}

export function askedGrace(form: z.output<typeof graceForm>): Asked {
  return { amount: 0, details: { change: { months: form.months, cause: causeOf(form) } } };
}

/** The rate is said only where it is another one than the loan has. */
export function askedReprogramming(form: z.output<typeof reprogrammingForm>, presentRate: string): Asked {
  const { plan, count, everyMonths, firstDue, unpaidInterest, ratePercent } = form;
  const instalments =
    plan === 'weighted'
      ? { plan, rows: harvestRows(form.rows) ?? [] }
      : { plan, count, every: { months: everyMonths }, ...(firstDue !== undefined && { firstDue }) };
  const rate = Number(ratePercent) === Number(presentRate) ? {} : { rate: effective(ratePercent) };
  return { amount: 0, details: { change: { instalments, ...rate, unpaidInterest, cause: causeOf(form) } } };
}

function effective(percent: string) {
  return { kind: 'effective', percent };
}

function causeOf({ cause, decree, wasCurrent }: { cause: string; decree: string; wasCurrent: boolean }) {
  if (cause !== 'emergency') return { reason: cause };
  return { reason: cause, ...(decree !== '' && { emergencyDecree: decree }), wasCurrentAtDeclaration: wasCurrent };
}
