/**
 * Why the core says no. A refusal is a value: the same word stands in tests, in docs/lending.md and in the
 * translations. Bugs throw instead.
 */
export interface Refusal {
  readonly type: 'refused';
  readonly reason: RefusalReason;
  /** The field of the contract that is at fault, e.g. `instalments.rows.2.weight`. */
  readonly path: string;
}

export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export const REFUSAL_REASONS = [
  'amount_must_be_positive',
  'amount_too_large',
  'date_does_not_exist',
  'dates_out_of_order',
  'no_instalment',
  'too_many_instalments',
] as const;

export function refuse(reason: RefusalReason, path: string): Refusal {
  return { type: 'refused', reason, path };
}

export function isRefusal(value: object): value is Refusal {
  return 'type' in value && value.type === 'refused';
}
