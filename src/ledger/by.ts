import type { Clock } from '../clock';

/** Who does something, with what the record of it needs: every use case takes one beside the database. */
export interface By {
  readonly actor: Actor;
  readonly clock: Clock;
  /** Keys the chain of the audit trail; it lives outside the database. */
  readonly auditKey: string;
}

export interface Actor {
  readonly institutionId: number;
  readonly kind: 'staff' | 'farmer' | 'system';
  /** The staff or farmer number within the institution; absent for the program itself. */
  readonly id?: number;
  readonly role: string;
  readonly requestId: string;
}

/** The staff number of the actor, for the columns that say which person did it. */
export function staffIdOf(by: By): number {
  if (by.actor.kind !== 'staff' || by.actor.id === undefined) throw new Error('only staff may do this');
  return by.actor.id;
}
