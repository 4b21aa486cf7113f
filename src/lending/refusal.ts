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
  'date_out_of_range',
  'dates_out_of_order',
  'no_disbursement',
  'too_many_disbursements',
  'no_instalment',
  'too_many_instalments',
  'step_must_be_positive',
  'weight_must_be_positive',
  'rate_must_not_be_negative',
  'rate_too_large',
  'rate_above_cap',
  'no_cap_known',
  'grace_leaves_no_instalment',
  'grace_needs_a_solved_plan',
  'flat_interest_needs_a_solved_plan',
  'instalment_amount_missing',
  'last_instalment_takes_the_rest',
  'instalment_rounds_to_nothing',
  'instalments_exceed_debt',
  'instalment_exceeds_harvest',
  'interest_outgrows_instalments',
  'fees_exceed_disbursement',
  'calendar_without_window',
  'no_capacity',
  'allocation_order_incomplete',
  'payment_before_disbursement',
  'event_id_repeated',
  'event_not_found',
  'reversal_of_reversal',
  'already_reversed',
  'amount_exceeds_debt',
  'nothing_left_to_change',
  'loan_written_off',
  'loan_not_written_off',
] as const;

export function refuse(reason: RefusalReason, path: string): Refusal {
  return { type: 'refused', reason, path };
}

export function isRefusal(value: object): value is Refusal {
  return 'type' in value && value.type === 'refused';
}
