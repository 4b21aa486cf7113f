import type { Knex } from '../db/connect';
import { recordDeed } from '../ledger/audit';
import type { By } from '../ledger/by';
import { once } from '../ledger/command';
import { isEditableBy } from './states';
import { lockApplication, type Application } from './store';

export interface Edit {
  readonly commandId: string;
  readonly applicationId: number;
  /** Also the action of the deed, `application-parcels-chosen`. */
  readonly kind: string;
  /** What is asked for, plain data. */
  readonly content: unknown;
}

export type EditRefusal = 'command_reused' | 'not_found' | 'not_editable';

export type Edited<Reason extends string> =
  { readonly type: 'done' } | { readonly type: 'refused'; readonly reason: EditRefusal | Reason };

/** The columns that a task of the application writes, or why it does not. */
export type Change<Reason extends string> =
  | { readonly type: 'change'; readonly columns: Readonly<Record<string, unknown>> }
  | { readonly type: 'refused'; readonly reason: Reason };

/**
 * One saved task of an application: under its lock, once per command, by the officer who owns it and only while it is a
 * draft or was returned with remarks.
 */
export async function editApplication<Reason extends string>(
  db: Knex,
  by: By,
  { commandId, applicationId, kind, content }: Edit,
  change: (trx: Knex.Transaction, application: Application) => Promise<Change<Reason>>,
): Promise<Edited<Reason>> {
  const { institutionId } = by.actor;
  const command = { id: commandId, kind, content: { applicationId, content } };
  const answer = await once<Edited<Reason>>(db, by, command, async (trx) => {
    const application = await lockApplication(trx, institutionId, applicationId);
    if (!application) return { type: 'refused', reason: 'not_found' };
    const staffId = by.actor.kind === 'staff' ? by.actor.id : undefined;
    if (!isEditableBy(application, staffId)) return { type: 'refused', reason: 'not_editable' };
    const changed = await change(trx, application);
    if (changed.type === 'refused') return changed;

    await trx('application')
      .where({ institution_id: institutionId, id: applicationId })
      .update({ ...changed.columns, version: application.version + 1 });
    await recordDeed(trx, by, {
      action: kind,
      entity: 'application',
      entityId: applicationId,
      before: application,
      after: { ...application, ...changed.columns },
    });
    return { type: 'done' };
  });
  return answer.type === 'done' ? answer.outcome : answer;
}
