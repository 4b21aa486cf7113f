import { expireApplications } from '../../src/applications/expire-applications';
import { startApplication } from '../../src/applications/start-application';
import { findApplication, stepsOf } from '../../src/applications/store';
import { fixedClock } from '../../src/clock';
import type { By } from '../../src/ledger/by';
import { setApprovalLevel } from '../../src/products/set-approval-level';
import { commandId } from '../farmers/rosa';
import { createWorld, type Institution, type World } from '../support/world';
import { completeDraft, desk, done, step, withParcel, type Desk } from './ready';

let world: World;
let selva: Institution;
let ready: Desk;
beforeAll(async () => {
  world = await createWorld();
  ({ selva } = world);
  ready = await desk(world, selva);
});

const draft = (options = {}) => completeDraft(world, selva, ready, options);

async function inCommittee(options = {}): Promise<number> {
  const id = await draft(options);
  done(await step(world, selva, 'submit', (options as { officer?: string }).officer ?? 'carmen', id));
  done(await step(world, selva, 'begin', 'marta', id));
  done(await step(world, selva, 'committee', 'marta', id));
  return id;
}

describe('the way of an application', () => {
  it('is told step by step: who, when and why', async () => {
    const id = await inCommittee();
    done(await step(world, selva, 'approve', 'marta', id, { reason: 'Buena cosecha' }));
    const steps = await stepsOf(world.db, selva.id, id);
    expect(steps.map(({ from, to, staffName, reason }) => [from, to, staffName, reason])).toEqual([
      ['in-committee', 'approved', 'Marta', 'Buena cosecha'],
      ['in-evaluation', 'in-committee', 'Marta', 'Por la prueba'],
      ['submitted', 'in-evaluation', 'Marta', 'Por la prueba'],
      ['draft', 'submitted', 'Carmen', 'Por la prueba'],
      ['', 'draft', 'Carmen', ''],
    ]);
    expect(steps.every((one) => one.recordedAt === world.clock.now())).toBe(true);
    expect(await findApplication(world.db, selva.id, id)).toMatchObject({
      state: 'approved',
      submittedBy: selva.staff['carmen'],
      decidedBy: selva.staff['marta'],
    });
  });

  it('goes back with remarks, and comes again', async () => {
    const id = await draft();
    done(await step(world, selva, 'submit', 'carmen', id));
    done(await step(world, selva, 'begin', 'raul', id));
    done(await step(world, selva, 'return', 'raul', id, { reason: 'Falta el área' }));
    done(await step(world, selva, 'submit', 'carmen', id));
    expect((await findApplication(world.db, selva.id, id))?.state).toBe('submitted');
  });

  it('leaves a deed of the audit trail at each step', async () => {
    const id = await draft();
    done(await step(world, selva, 'withdraw', 'carmen', id));
    const deeds = (await world
      .db('audit')
      .where({ institution_id: selva.id, entity: 'application', entity_id: String(id) })
      .orderBy('seq')
      .select('action')) as { action: string }[];
    expect(deeds.map((deed) => deed.action)).toEqual([
      'application-started',
      'application-parcels-chosen',
      'application-request-recorded',
      'application-cash-flow-recorded',
      'application-withdrawn',
    ]);
  });
});

describe('a decision is refused', () => {
  it('when nothing was done yet: the tasks are missing', async () => {
    const { applicationId } = done(
      await startApplication(world.db, selva.by('carmen'), { commandId: commandId(), farmerId: ready.farmerId }),
    );
    expect(await step(world, selva, 'submit', 'carmen', applicationId)).toMatchObject({ reason: 'tasks_missing' });
  });

  it('to whoever submitted it, whatever the role', async () => {
    const id = await draft({ officer: 'pedro' });
    done(await step(world, selva, 'submit', 'pedro', id));
    expect(await step(world, selva, 'begin', 'pedro', id)).toMatchObject({ reason: 'submitter_cannot_decide' });
    done(await step(world, selva, 'begin', 'marta', id));
    done(await step(world, selva, 'committee', 'marta', id));
    expect(await step(world, selva, 'approve', 'pedro', id)).toMatchObject({ reason: 'submitter_cannot_decide' });
    expect((await findApplication(world.db, selva.id, id))?.state).toBe('in-committee');
  });

  it('by the database too, if the program ever forgot', async () => {
    const id = await inCommittee();
    const approve = world
      .db('application')
      .where({ institution_id: selva.id, id })
      .update({ state: 'approved', decided_by: selva.staff['carmen'] });
    await expect(approve).rejects.toThrow(/application_decided_by_another/);
  });

  it.each([
    [1_500_000, 'marta', undefined],
    [1_500_001, 'marta', { reason: 'above_level', neededRole: 'risk' }],
    [1_500_001, 'raul', undefined],
    [3_000_000, 'marta', { reason: 'above_level', neededRole: 'risk' }],
  ])('above the level of autonomy: %d céntimos by %s', async (amount, username, refusal) => {
    const id = await inCommittee({ amount });
    const answer = await step(world, selva, 'approve', username, id);
    expect(answer).toMatchObject(refusal ? { type: 'refused', ...refusal } : { type: 'done', state: 'approved' });
  });

  it('above every level', async () => {
    const level = { role: 'administrator', currency: 'PEN', validFrom: '2026-11-01', amountMax: 100 } as const;
    const lower = { role: 'risk', currency: 'PEN', validFrom: '2026-11-01', amountMax: 100 } as const;
    const { valle } = world;
    for (const one of [level, lower]) {
      done(await setApprovalLevel(world.db, valle.by('ana'), { ...one, commandId: commandId() }));
    }
    const valleDesk = await desk(world, valle);
    const id = await completeDraft(world, valle, valleDesk, { amount: 2_000_000 });
    done(await step(world, valle, 'submit', 'carmen', id));
    done(await step(world, valle, 'begin', 'raul', id));
    done(await step(world, valle, 'committee', 'raul', id));
    expect(await step(world, valle, 'approve', 'raul', id)).toMatchObject({ reason: 'above_level', neededRole: null });
  });

  it('without a reason where one is needed', async () => {
    const id = await inCommittee();
    expect(await step(world, selva, 'deny', 'marta', id, { reason: '' })).toMatchObject({ reason: 'reason_needed' });
  });

  it('on a page that is no longer current, and the audit trail says who tried', async () => {
    const id = await inCommittee();
    const seen = (await findApplication(world.db, selva.id, id))?.version ?? 0;
    done(await step(world, selva, 'return', 'raul', id));
    const before = await findApplication(world.db, selva.id, id);
    const late = await step(world, selva, 'approve', 'marta', id, { version: seen });
    expect(late).toMatchObject({ reason: 'changed_meanwhile' });
    expect(await findApplication(world.db, selva.id, id)).toEqual(before);
    const deed = await world
      .db('audit')
      .where({ institution_id: selva.id, action: 'application-step-refused', entity_id: String(id) })
      .first('details', 'actor_id');
    expect(deed).toEqual({
      details: '{"refusal":"changed_meanwhile","to":"approved"}',
      actor_id: selva.staff['marta'],
    });
  });

  it('on a closed application', async () => {
    const id = await inCommittee();
    done(await step(world, selva, 'deny', 'marta', id));
    for (const name of ['approve', 'deny', 'return', 'withdraw', 'submit'] as const) {
      const username = name === 'withdraw' || name === 'submit' ? 'carmen' : 'raul';
      expect(await step(world, selva, name, username, id)).toMatchObject({ reason: 'not_from_this_state' });
    }
  });

  it('on an application of another institution, which is not there', async () => {
    const id = await inCommittee();
    expect(await step(world, world.valle, 'approve', 'marta', id)).toMatchObject({ reason: 'not_found' });
  });

  it('once: the same command gets the first answer', async () => {
    const id = await inCommittee();
    const again = { commandId: 'approve-once' };
    const first = await step(world, selva, 'approve', 'marta', id, again);
    expect(await step(world, selva, 'approve', 'marta', id, again)).toEqual(first);
    expect(await step(world, selva, 'deny', 'marta', id, again)).toMatchObject({ reason: 'command_reused' });
  });

  it('with a rate that the law of the day does not allow, or that nobody can judge', async () => {
    const later = await createWorld();
    const there = await desk(later, later.selva);
    const id = await completeDraft(later, later.selva, there);
    await later.db('parameter').where({ name: 'rate-cap.PEN', valid_from: '2026-11-01' }).del();
    expect(await step(later, later.selva, 'submit', 'carmen', id)).toMatchObject({ reason: 'no_cap_known' });
  });
});

it('of two who decide at the same moment one is first and the other is told', async () => {
  const id = await inCommittee();
  const version = (await findApplication(world.db, selva.id, id))?.version ?? 0;
  const answers = await Promise.all([
    step(world, selva, 'approve', 'marta', id, { version }),
    step(world, selva, 'deny', 'raul', id, { version }),
  ]);
  expect(answers.map((answer) => answer.type).toSorted()).toEqual(['done', 'refused']);
  expect(answers.find((answer) => answer.type === 'refused')).toMatchObject({ reason: 'changed_meanwhile' });
});

describe('an application that nobody moves', () => {
  const on = (at: Institution, day: string): By => ({
    ...at.by('carmen'),
    actor: { institutionId: at.id, kind: 'system', role: 'system', requestId: 'test' },
    clock: fixedClock(`${day}T15:00:00.000Z`),
  });

  it('expires after the days of the parameter, and not before', async () => {
    const quiet = await createWorld();
    const there = await desk(quiet, quiet.valle);
    const approved = await completeDraft(quiet, quiet.valle, there);
    const open = await completeDraft(quiet, quiet.valle, {
      ...there,
      ...(await withParcel(quiet, quiet.valle, { documentNumber: '40404040' })),
    });
    done(await step(quiet, quiet.valle, 'withdraw', 'carmen', open));
    // Recorded on 23 November: 90 days later is 21 February.
    expect(await expireApplications(quiet.db, on(quiet.valle, '2027-02-21'))).toEqual([]);
    expect(await expireApplications(quiet.db, on(quiet.valle, '2027-02-22'))).toEqual([approved]);
    expect(await expireApplications(quiet.db, on(quiet.valle, '2027-02-22'))).toEqual([]);
    const [last] = await stepsOf(quiet.db, quiet.valle.id, approved);
    expect(last).toMatchObject({ from: 'draft', to: 'expired', staffId: null, staffName: null });
  });
});
