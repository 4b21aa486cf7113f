import type { Knex } from '../db/connect';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import { once } from '../ledger/command';
import type { CapRefusal } from '../products/check-rate-cap';
import type { ApprovingRole } from '../products/approval-level-store';
import { moveApplication } from './move-application';
import { stepRefusal, type State, type StepRefusal } from './states';
import { lockApplication, type Application } from './store';

/** Somebody's decision on an application. */
export interface Decision {
  readonly commandId: string;
  readonly applicationId: number;
  readonly reason?: string;
  /** The version that was on the page; another one by now means that the page is no longer current. */
  readonly version?: number;
}

export type RuleRefusal =
  | { readonly reason: 'tasks_missing' | 'disbursement_in_the_past' | 'product_not_offered' | CapRefusal }
  /** `neededRole` is the first whose level reaches the amount; null where none does. */
  | { readonly reason: 'above_level'; readonly neededRole: ApprovingRole | null };

export type StepTaken =
  | { readonly type: 'done'; readonly state: State }
  | ({ readonly type: 'refused' } & (
      { readonly reason: 'command_reused' | 'not_found' | 'changed_meanwhile' | StepRefusal } | RuleRefusal
    ));

/**
 * Takes one step with an application: under its lock, once per command, against the version that was decided on. A
 * refusal changes nothing but the audit trail, where it stands who tried what.
 */
export async function takeStep(
  db: Knex,
  by: By,
  decision: Decision,
  to: State,
  rule: (trx: Knex.Transaction, application: Application) => Promise<RuleRefusal | undefined> = async () => undefined,
): Promise<StepTaken> {
  const { commandId, applicationId, reason = '', version } = decision;
  const content = { applicationId, to, reason, version: version ?? null };
  const answer = await once<StepTaken>(db, by, { id: commandId, kind: 'application-step', content }, async (trx) => {
    const application = await lockApplication(trx, by.actor.institutionId, applicationId);
    if (!application) return { type: 'refused', reason: 'not_found' };
    const taken = await attempt(trx, by, application, decision, to, rule);
    if (taken.type === 'refused') {
      const details = { to, refusal: taken.reason };
      await recordDeed(trx, by, {
        action: 'application-step-refused',
        entity: 'application',
        entityId: applicationId,
        details,
      });
    }
    return taken;
  });
  return answer.type === 'done' ? answer.outcome : answer;
}

async function attempt(
  trx: Knex.Transaction,
  by: By,
  application: Application,
  { reason = '', version }: Decision,
  to: State,
  rule: (trx: Knex.Transaction, application: Application) => Promise<RuleRefusal | undefined>,
): Promise<StepTaken> {
  if (version !== undefined && version !== application.version) return { type: 'refused', reason: 'changed_meanwhile' };
  const staffId = by.actor.kind === 'staff' ? by.actor.id : undefined;
  const notAllowed = stepRefusal(application, to, { role: by.actor.role, staffId }, reason);
  if (notAllowed) return { type: 'refused', reason: notAllowed };
  const refusal = await rule(trx, application);
  if (refusal) return { type: 'refused', ...refusal };
  const moved = await moveApplication(trx, by, application, to, reason);
  return moved.type === 'refused' ? moved : { type: 'done', state: moved.application.state };
}
