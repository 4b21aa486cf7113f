import type { By } from '../ledger/by';

/**
 * The actor as the ledger of a lender knows them. The lender's own staff stay who they are. The facilitator is no staff
 * of the lender, and their number may be somebody else's there, so the lender's records say `facilitator` and keep the
 * number apart.
 */
export function inLedgerOf(by: By, institutionId: number): By {
  const { actor } = by;
  if (actor.institutionId === institutionId) return by;
  if (actor.role !== 'facilitator') throw new Error(`${actor.role} may not act in institution ${institutionId}`);
  return { ...by, actor: { institutionId, kind: 'system', role: 'facilitator', requestId: actor.requestId } };
}

/** Who entered a record of a lender: one of the two numbers is there, the other is null. */
export interface Maker {
  readonly staffId: number | null;
  readonly facilitatorStaffId: number | null;
}

export function makerOf(by: By): Maker {
  const { kind, id, role } = by.actor;
  const staffId = kind === 'staff' ? (id ?? null) : null;
  return role === 'facilitator'
    ? { staffId: null, facilitatorStaffId: staffId }
    : { staffId, facilitatorStaffId: null };
}

export function isSameMaker(one: Maker, other: Maker): boolean {
  return one.staffId === other.staffId && one.facilitatorStaffId === other.facilitatorStaffId;
}
