import type { Knex } from '../db/connect';
import { nextNumber } from '../db/counter';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import { stepRefusal, type State, type StepRefusal } from './states';
import type { Application } from './store';

export type Moved =
  | { readonly type: 'done'; readonly application: Application }
  | { readonly type: 'refused'; readonly reason: StepRefusal };

/**
 * Takes a locked application to another state and records who did it, when and why. Refuses what the state machine does
 * not allow this person. The disbursement of a loan calls it in its own transaction.
 */
export async function moveApplication(
  trx: Knex.Transaction,
  by: By,
  application: Application,
  to: State,
  reason = '',
): Promise<Moved> {
  const staffId = by.actor.kind === 'staff' ? by.actor.id : undefined;
  const refusal = stepRefusal(application, to, { role: by.actor.role, staffId }, reason);
  if (refusal) return { type: 'refused', reason: refusal };

  const moved: Application = {
    ...application,
    state: to,
    stateSince: by.clock.now(),
    version: application.version + 1,
    ...(to === 'submitted' && { submittedBy: staffId ?? null }),
    ...((to === 'approved' || to === 'denied') && { decidedBy: staffId ?? null }),
  };
  await trx('application').where({ institution_id: application.institutionId, id: application.id }).update({
    state: moved.state,
    state_since: moved.stateSince,
    version: moved.version,
    submitted_by: moved.submittedBy,
    decided_by: moved.decidedBy,
  });
  await recordStep(trx, by, application.id, application.state, to, reason);
  await recordDeed(trx, by, {
    action: `application-${to}`,
    entity: 'application',
    entityId: application.id,
    before: application,
    after: moved,
  });
  return { type: 'done', application: moved };
}

export async function recordStep(
  trx: Knex.Transaction,
  by: By,
  applicationId: number,
  from: State | '',
  to: State,
  reason: string,
): Promise<void> {
  const { institutionId } = by.actor;
  await trx('application_step').insert({
    institution_id: institutionId,
    id: await nextNumber(trx, institutionId, 'application_step'),
    application_id: applicationId,
    from_state: from,
    to_state: to,
    staff_id: by.actor.kind === 'staff' ? (by.actor.id ?? null) : null,
    reason,
    recorded_at: by.clock.now(),
  });
}
