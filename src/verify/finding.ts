/** Something that is not as the program would have left it. */
export interface Finding {
  readonly institutionId: number;
  readonly kind: FindingKind;
  /** The number of the audit row, journal, loan or line, or the currency or day that it is about. */
  readonly where: number | string;
  /** What was expected and what was found, in figures, for whoever repairs it. */
  readonly detail: string;
}

export type FindingKind =
  // The chain of the audit trail.
  | 'audit_row_missing'
  | 'audit_row_altered'
  | 'audit_row_not_linked'
  | 'audit_time_not_later'
  | 'audit_head_differs'
  // The journals and what binds them to the chain.
  | 'journal_missing'
  | 'journal_without_seal'
  | 'journal_altered'
  | 'journal_unbalanced'
  | 'journal_not_in_audit'
  | 'journal_twice_in_audit'
  | 'journal_differs_from_audit'
  | 'seal_without_journal'
  | 'entries_without_journal'
  // The sums.
  | 'trial_balance_not_zero'
  | 'loan_differs_from_ledger'
  | 'loan_differs_from_history'
  | 'line_differs_from_movements'
  // Payment by harvest.
  | 'delivery_not_reconciled'
  | 'organisation_not_reconciled'
  // Payments in bulk.
  | 'collection_not_reconciled'
  // The closed days.
  | 'day_missing'
  | 'day_altered'
  | 'day_not_in_audit'
  | 'day_differs_from_loans'
  | 'booked_in_closed_day';

/** After so many, an institution's trail is lost as a whole and a longer list helps nobody. */
const FINDINGS_MAX = 1_000;

/** Keeps the findings of one institution, up to a limit that a rewritten database would otherwise burst. */
export function findingsOf(institutionId: number) {
  const list: Finding[] = [];
  return {
    list,
    add: (kind: FindingKind, where: number | string, detail: string): void => {
      if (list.length < FINDINGS_MAX) list.push({ institutionId, kind, where, detail });
    },
  };
}

export type Findings = ReturnType<typeof findingsOf>;
