import type { By } from '../ledger/by';

/** Somebody who has not said yet who they are: what is left of `By` without the actor's name. */
export type Visitor = Omit<By, 'actor'> & { readonly actor: { readonly requestId: string } };

export function byFarmer({ clock, auditKey, actor }: Visitor, institutionId: number, farmerId: number): By {
  return {
    clock,
    auditKey,
    actor: { institutionId, kind: 'farmer', id: farmerId, role: 'farmer', requestId: actor.requestId },
  };
}
