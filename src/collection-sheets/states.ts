import type { Role } from '../web/user';

export const SHEET_STATES = ['open', 'submitted', 'returned', 'received', 'confirmed', 'void'] as const;
export type SheetState = (typeof SHEET_STATES)[number];

/** Where the money of a sheet, or a row of it, still waits for somebody. */
export const UNFINISHED: readonly SheetState[] = ['open', 'submitted', 'returned', 'received'];

/** Where the money is still with the officer, as far as the books know. */
export const WITH_OFFICER: readonly SheetState[] = ['open', 'submitted', 'returned'];

/** One arrow: who may go along it. The officer's own arrows are for the owner; the others for somebody else. */
interface Transition {
  readonly from: SheetState;
  readonly to: SheetState;
  readonly roles: readonly Role[];
  readonly rule: 'owner' | 'second-person';
  /** Whether a reason must be written. */
  readonly reason: boolean;
}

const tellers: readonly Role[] = ['cashier', 'manager'];

/** From `received` a sheet is confirmed by its last row that is settled, and by nobody's hand. */
const TRANSITIONS: readonly Transition[] = [
  { from: 'open', to: 'submitted', roles: ['officer'], rule: 'owner', reason: false },
  { from: 'returned', to: 'submitted', roles: ['officer'], rule: 'owner', reason: false },
  { from: 'submitted', to: 'returned', roles: tellers, rule: 'second-person', reason: true },
  { from: 'submitted', to: 'received', roles: tellers, rule: 'second-person', reason: false },
  { from: 'open', to: 'void', roles: ['officer'], rule: 'owner', reason: true },
  { from: 'returned', to: 'void', roles: ['officer'], rule: 'owner', reason: true },
  { from: 'open', to: 'void', roles: ['manager'], rule: 'second-person', reason: true },
  { from: 'returned', to: 'void', roles: ['manager'], rule: 'second-person', reason: true },
];

export type MoveRefusal = 'not_from_this_state' | 'role_not_allowed' | 'same_person' | 'reason_needed';

export interface Mover {
  readonly role: string;
  readonly staffId: number;
}

/** Why somebody may not take a sheet to a state, or nothing; the pages ask it too, to show what can be done. */
export function moveRefusal(
  sheet: { readonly state: SheetState; readonly officerId: number },
  to: SheetState,
  { role, staffId }: Mover,
  reason: string,
): MoveRefusal | undefined {
  const arrows = TRANSITIONS.filter((one) => one.from === sheet.state && one.to === to);
  if (arrows.length === 0) return 'not_from_this_state';
  const arrow = arrows.find(({ roles }) => (roles as readonly string[]).includes(role));
  const isOwner = staffId === sheet.officerId;
  if (!arrow || (arrow.rule === 'owner' && !isOwner)) return 'role_not_allowed';
  if (arrow.rule === 'second-person' && isOwner) return 'same_person';
  return arrow.reason && reason === '' ? 'reason_needed' : undefined;
}

/** Whether that person may write on a sheet: its officer, until it is at the desk. */
export function isEditableBy(
  sheet: { readonly state: SheetState; readonly officerId: number },
  staffId: number,
): boolean {
  return (sheet.state === 'open' || sheet.state === 'returned') && sheet.officerId === staffId;
}
