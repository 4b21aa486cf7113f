import type { StaffRole } from '../web/user';

export const STATES = [
  'draft',
  'submitted',
  'in-evaluation',
  'returned',
  'in-committee',
  'approved',
  'denied',
  'withdrawn',
  'expired',
  'disbursed',
] as const;
export type State = (typeof STATES)[number];

/** Where something may still happen; the others are the end of an application. */
export const OPEN_STATES: readonly State[] = [
  'draft',
  'submitted',
  'in-evaluation',
  'returned',
  'in-committee',
  'approved',
];

/** One arrow of the state machine: who may go along it, and what is asked of them. */
export interface Transition {
  readonly from: State;
  readonly to: State;
  readonly roles: readonly (StaffRole | 'system')[];
  /** Whether a reason must be written. */
  readonly reason: boolean;
  /** `owner`: only the officer of the application. `officer-own`: officers only their own, a manager any. `second-person`: not who submitted it. */
  readonly rule?: 'owner' | 'officer-own' | 'second-person';
}

const applicants: Transition['roles'] = ['officer', 'manager'];
const evaluators: Transition['roles'] = ['manager', 'risk'];
const committee: Transition['roles'] = ['manager', 'risk', 'administrator'];

export const TRANSITIONS: readonly Transition[] = [
  { from: 'draft', to: 'submitted', roles: applicants, reason: false, rule: 'owner' },
  { from: 'returned', to: 'submitted', roles: applicants, reason: false, rule: 'owner' },
  { from: 'submitted', to: 'in-evaluation', roles: evaluators, reason: false, rule: 'second-person' },
  { from: 'in-evaluation', to: 'returned', roles: evaluators, reason: true, rule: 'second-person' },
  { from: 'in-evaluation', to: 'in-committee', roles: evaluators, reason: false, rule: 'second-person' },
  { from: 'in-committee', to: 'returned', roles: committee, reason: true, rule: 'second-person' },
  { from: 'in-committee', to: 'approved', roles: committee, reason: true, rule: 'second-person' },
  { from: 'in-committee', to: 'denied', roles: committee, reason: true, rule: 'second-person' },
  { from: 'approved', to: 'disbursed', roles: ['cashier', 'manager'], reason: false, rule: 'second-person' },
  ...OPEN_STATES.map((from): Transition => ({
    from,
    to: 'withdrawn',
    roles: applicants,
    reason: true,
    rule: 'officer-own',
  })),
  ...OPEN_STATES.map((from): Transition => ({ from, to: 'expired', roles: ['system'], reason: false })),
];

export type StepRefusal =
  'not_from_this_state' | 'role_not_allowed' | 'not_the_owner' | 'submitter_cannot_decide' | 'reason_needed';

export interface Mover {
  readonly role: string;
  readonly staffId: number | undefined;
}

/** Why somebody may not take an application to a state, asked in this order; nothing where they may. */
export function stepRefusal(
  application: { readonly state: State; readonly officerId: number; readonly submittedBy: number | null },
  to: State,
  mover: Mover,
  reason: string,
): StepRefusal | undefined {
  const transition = TRANSITIONS.find((one) => one.from === application.state && one.to === to);
  if (!transition) return 'not_from_this_state';
  if (!(transition.roles as readonly string[]).includes(mover.role)) return 'role_not_allowed';
  const owner = mover.staffId === application.officerId;
  if (transition.rule === 'owner' && !owner) return 'not_the_owner';
  if (transition.rule === 'officer-own' && mover.role === 'officer' && !owner) return 'not_the_owner';
  if (transition.rule === 'second-person' && mover.staffId === application.submittedBy)
    return 'submitter_cannot_decide';
  return transition.reason && reason.trim() === '' ? 'reason_needed' : undefined;
}

/** Whether the tasks of an application may be changed by that person. */
export function isEditableBy(
  application: { readonly state: State; readonly officerId: number },
  staffId: number | undefined,
): boolean {
  return (application.state === 'draft' || application.state === 'returned') && application.officerId === staffId;
}
