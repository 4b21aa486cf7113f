import type { Knex } from '../db/connect';
import { recordDeed } from '../ledger/audit';
import { staffIdOf, type By } from '../ledger/by';
import { once } from '../ledger/command';
import { faultOf, type FiguresFault } from './check-figures';
import type { ParameterName } from './kinds';
import { insertParameters, type Figures, type Parameter, type ParameterStatus } from './store';

export interface NewParameter {
  readonly commandId: string;
  readonly name: ParameterName;
  readonly validFrom: string;
  readonly validTo?: string;
  readonly figures: Figures;
  readonly source: string;
  readonly status: ParameterStatus;
}

export type ParameterSet =
  | { readonly type: 'done'; readonly name: ParameterName; readonly validFrom: string }
  | {
      readonly type: 'refused';
      readonly reason: 'command_reused' | 'already_set_from_that_date' | 'ends_before_it_begins';
    }
  | { readonly type: 'refused'; readonly reason: FiguresFault['reason']; readonly key: string };

/**
 * Records a value from a date on. Values are never changed or closed: the one with the later start wins from its start.
 * Refuses a second value from the same day, an end before the start, and figures that the kind does not allow.
 */
export async function setParameter(db: Knex, by: By, input: NewParameter): Promise<ParameterSet> {
  const { commandId, ...content } = input;
  const command = { id: commandId, kind: 'set-parameter', content };
  const answer = await once<ParameterSet>(db, by, command, async (trx) => {
    const refusal = await refusalOf(trx, by.actor.institutionId, input);
    if (refusal) return refusal;

    const value: Parameter = {
      name: input.name,
      validFrom: input.validFrom,
      validTo: input.validTo ?? null,
      figures: input.figures,
      source: input.source,
      status: input.status,
      recordedAt: by.clock.now(),
      staffId: by.actor.kind === 'staff' ? staffIdOf(by) : null,
    };
    await insertParameters(trx, by.actor.institutionId, [value]);
    await recordDeed(trx, by, {
      action: 'parameter-set',
      entity: 'parameter',
      entityId: input.name,
      details: { validFrom: value.validFrom, validTo: value.validTo, status: value.status, source: value.source },
      after: value,
    });
    return { type: 'done', name: input.name, validFrom: input.validFrom };
  });
  return answer.type === 'done' ? answer.outcome : answer;
}

async function refusalOf(
  trx: Knex.Transaction,
  institutionId: number,
  input: NewParameter,
): Promise<ParameterSet | undefined> {
  const fault = faultOf(input.name, input.figures);
  if (fault) return { type: 'refused', ...fault };
  if (input.validTo !== undefined && input.validTo < input.validFrom) {
    return { type: 'refused', reason: 'ends_before_it_begins' };
  }
  const same = (await trx('parameter')
    .where({ institution_id: institutionId, name: input.name, valid_from: input.validFrom })
    .first('name')) as { name: string } | undefined;
  return same ? { type: 'refused', reason: 'already_set_from_that_date' } : undefined;
}
