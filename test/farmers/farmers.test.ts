import type { Knex } from '../../src/db/connect';
import { fixedClock } from '../../src/clock';
import { addParcel } from '../../src/farmers/add-parcel';
import { changeFarmer } from '../../src/farmers/change-farmer';
import { changeParcel } from '../../src/farmers/change-parcel';
import { recordConsent, type SignedConsent } from '../../src/farmers/record-consent';
import { registerFarmer } from '../../src/farmers/register-farmer';
import { consentsOf, findFarmer, hasConsent, parcelsOf } from '../../src/farmers/store';
import { withdrawConsent } from '../../src/farmers/withdraw-consent';
import type { By } from '../../src/ledger/by';
import { createWorld, type Institution, type World } from '../support/world';
import { commandId, laBanda, rosa } from './rosa';

let world: World;
let db: Knex;
let selva: Institution;
let carmen: By;

beforeAll(async () => {
  world = await createWorld();
  ({ db, selva } = world);
  carmen = selva.by('carmen');
  await db('partner_organisation').insert([
    {
      id: 1,
      name: 'Coop. Naranjillo',
      kind: 'producer-organisation',
      department_code: '10',
      created_at: world.clock.now(),
    },
    { id: 2, name: 'Gobierno Regional', kind: 'government', department_code: '10', created_at: world.clock.now() },
  ]);
});

let people = 0;

/** A document of its own for each test. */
function dni(): string {
  return String(++people).padStart(8, '0');
}

async function registered(documentNumber = dni(), at = selva): Promise<number> {
  const answer = await registerFarmer(db, at.by('carmen'), { commandId: commandId(), ...rosa(at, { documentNumber }) });
  if (answer.type === 'refused') throw new Error(answer.reason);
  return answer.farmerId;
}

async function lastDeed(farmerId: number) {
  return db('audit')
    .where({ institution_id: selva.id, entity: 'farmer', entity_id: String(farmerId) })
    .orderBy('seq', 'desc')
    .first('action', 'details', 'before_digest', 'after_digest') as Promise<Record<string, string>>;
}

describe('A farmer', () => {
  it('is kept as typed, zeros and accents included', async () => {
    const documentNumber = dni();
    const farmerId = await registered(documentNumber);
    expect(await findFarmer(db, selva.id, farmerId)).toEqual({
      ...rosa(selva, { documentNumber }),
      id: farmerId,
      name: 'Rosa Quispe Huamán',
      createdAt: '2026-11-23T15:00:00.000Z',
    });
  });

  it('is entered once, however often the same form arrives', async () => {
    const sent = { commandId: commandId(), ...rosa(selva, { documentNumber: dni() }) };
    const first = await registerFarmer(db, carmen, sent);
    expect(await registerFarmer(db, carmen, sent)).toEqual(first);
    expect(await registerFarmer(db, carmen, { ...sent, community: 'Otro' })).toEqual({
      type: 'refused',
      reason: 'command_reused',
    });
  });

  it('with a document that is there already is refused, and the answer says who has it', async () => {
    const documentNumber = dni();
    const farmerId = await registered(documentNumber);
    const again = { commandId: commandId(), ...rosa(selva, { documentNumber, givenNames: 'Otra' }) };
    expect(await registerFarmer(db, carmen, again)).toEqual({ type: 'refused', reason: 'document_taken', farmerId });
  });

  it('may be a farmer of two institutions, which know nothing of each other', async () => {
    const documentNumber = dni();
    const here = await registered(documentNumber);
    const there = await registered(documentNumber, world.valle);
    expect((await findFarmer(db, world.valle.id, there))?.documentNumber).toBe(documentNumber);
    expect(await db('farmer').where({ document_number: documentNumber }).select('institution_id', 'id')).toEqual(
      expect.arrayContaining([
        { institution_id: selva.id, id: here },
        { institution_id: world.valle.id, id: there },
      ]),
    );
  });

  it('who is entered by two people at the same moment is entered once', async () => {
    const details = rosa(selva, { documentNumber: dni() });
    const answers = await Promise.all(
      ['carmen', 'julio'].map((who) => registerFarmer(db, selva.by(who), { commandId: commandId(), ...details })),
    );
    const done = answers.find(({ type }) => type === 'done');
    expect(answers).toContainEqual({
      type: 'refused',
      reason: 'document_taken',
      farmerId: done?.type === 'done' ? done.farmerId : 0,
    });
  });

  it.each([
    ['is 17', { birthDate: '2008-11-24' }, 'too_young'],
    ['would be 100 and a day', { birthDate: '1926-11-22' }, 'too_old'],
    ['lives in Lima', { ubigeo: '150101' }, 'unknown_district'],
    ['belongs to no producer organisation but to a government', { partnerOrganisationId: 2 }, 'unknown_organisation'],
    ['belongs to an organisation that is not there', { partnerOrganisationId: 99 }, 'unknown_organisation'],
    ['is looked after by nobody of the institution', { officerId: 99 }, 'unknown_officer'],
  ])('who %s is refused', async (_why, other, reason) => {
    const farmer = rosa(selva, { documentNumber: dni(), ...other });
    expect(await registerFarmer(db, carmen, { commandId: commandId(), ...farmer })).toEqual({
      type: 'refused',
      reason,
    });
    expect(await db('farmer').where({ document_number: farmer.documentNumber })).toEqual([]);
  });

  it.each(['2008-11-23', '1926-11-23'])('born on %s is of an age to borrow', async (birthDate) => {
    const farmer = rosa(selva, { documentNumber: dni(), birthDate });
    expect((await registerFarmer(db, carmen, { commandId: commandId(), ...farmer })).type).toBe('done');
  });

  it('that changes leaves the names of the changed fields in the trail, and nothing that was in them', async () => {
    const documentNumber = dni();
    const farmerId = await registered(documentNumber);
    const change = { farmerId, ...rosa(selva, { documentNumber, firstSurname: 'Ñahui', phone: null }) };
    expect(await changeFarmer(db, carmen, change)).toEqual({ type: 'done', changed: ['firstSurname', 'phone'] });
    const deed = await lastDeed(farmerId);
    expect(deed).toMatchObject({ action: 'farmer-changed', details: '{"changed":["firstSurname","phone"]}' });
    expect(deed['before_digest']).not.toBe(deed['after_digest']);
    expect((await findFarmer(db, selva.id, farmerId))?.name).toBe('Rosa Ñahui Huamán');
  });

  it('that is sent again as it is leaves no trace', async () => {
    const documentNumber = dni();
    const farmerId = await registered(documentNumber);
    const change = { farmerId, ...rosa(selva, { documentNumber }) };
    expect(await changeFarmer(db, carmen, change)).toEqual({ type: 'done', changed: [] });
    expect((await lastDeed(farmerId))['action']).toBe('farmer-registered');
  });

  it('cannot be given the document of somebody else', async () => {
    const taken = dni();
    const owner = await registered(taken);
    const farmerId = await registered();
    const change = { farmerId, ...rosa(selva, { documentNumber: taken }) };
    expect(await changeFarmer(db, carmen, change)).toEqual({
      type: 'refused',
      reason: 'document_taken',
      farmerId: owner,
    });
  });

  it('of another institution is not there', async () => {
    const farmerId = await registered();
    const julio = world.valle.by('julio');
    const refused = { type: 'refused', reason: 'not_found' };
    const elsewhere = { farmerId: farmerId + 1000, ...rosa(world.valle, { documentNumber: dni() }) };
    expect(await changeFarmer(db, julio, elsewhere)).toEqual(refused);
    expect(await addParcel(db, julio, { commandId: commandId(), ...laBanda, farmerId: farmerId + 1000 })).toEqual(
      refused,
    );
  });
});

describe('A parcel', () => {
  it('keeps its area and its place exactly', async () => {
    const farmerId = await registered();
    await addParcel(db, carmen, { commandId: commandId(), farmerId, ...laBanda });
    const [parcel] = await parcelsOf(db, selva.id, farmerId);
    expect(parcel).toEqual({ id: parcel?.id, farmerId, ...laBanda });
  });

  it.each([
    ['of the same name as another', {}, 'name_taken'],
    ['planted tomorrow', { name: 'Otra', plantedOn: '2026-11-24' }, 'planted_in_future'],
    ['outside the three regions', { name: 'Otra', ubigeo: '150101' }, 'unknown_district'],
  ])('%s is refused', async (_what, other, reason) => {
    const farmerId = await registered();
    await addParcel(db, carmen, { commandId: commandId(), farmerId, ...laBanda });
    const answer = await addParcel(db, carmen, { commandId: commandId(), farmerId, ...laBanda, ...other });
    expect(answer).toEqual({ type: 'refused', reason });
    expect(await parcelsOf(db, selva.id, farmerId)).toHaveLength(1);
  });

  it('written with other zeros is the same parcel, and one with another area has changed', async () => {
    const farmerId = await registered();
    const added = await addParcel(db, carmen, { commandId: commandId(), farmerId, ...laBanda });
    const parcelId = added.type === 'done' ? added.parcelId : 0;
    const same = { farmerId, parcelId, ...laBanda, areaHa: '2.50', latitude: '-9.29510000' };
    expect(await changeParcel(db, carmen, same)).toEqual({ type: 'done', changed: [] });
    const larger = { farmerId, parcelId, ...laBanda, areaHa: '3.75' };
    expect(await changeParcel(db, carmen, larger)).toEqual({ type: 'done', changed: ['areaHa'] });
    expect((await parcelsOf(db, selva.id, farmerId))[0]?.areaHa).toBe('3.75');
  });
});

describe('A consent', () => {
  const signed = (farmerId: number, other: Partial<SignedConsent> = {}): SignedConsent => ({
    commandId: commandId(),
    farmerId,
    purposes: ['evaluation', 'messages'],
    textVersion: '1',
    signedOn: '2026-11-20',
    method: 'fingerprint',
    readAloud: true,
    ...other,
  });

  it('holds for the purposes that were signed and for no other', async () => {
    const farmerId = await registered();
    expect(await hasConsent(db, selva.id, farmerId, 'evaluation')).toBe(false);
    expect((await recordConsent(db, carmen, signed(farmerId))).type).toBe('done');
    expect(await hasConsent(db, selva.id, farmerId, 'evaluation')).toBe(true);
    expect(await hasConsent(db, selva.id, farmerId, 'credit-bureau')).toBe(false);
    expect((await consentsOf(db, selva.id, farmerId))[0]).toMatchObject({
      purpose: 'messages',
      method: 'fingerprint',
      readAloud: true,
      witness: 'Carmen',
    });
  });

  it('ends when it is taken back, stays in the record, and can be given again', async () => {
    const farmerId = await registered();
    const withdrawal = { farmerId, purpose: 'evaluation' } as const;
    await recordConsent(db, carmen, signed(farmerId));
    expect((await withdrawConsent(db, carmen, { commandId: commandId(), ...withdrawal })).type).toBe('done');
    expect(await hasConsent(db, selva.id, farmerId, 'evaluation')).toBe(false);
    expect(await hasConsent(db, selva.id, farmerId, 'messages')).toBe(true);
    expect(await withdrawConsent(db, carmen, { commandId: commandId(), ...withdrawal })).toEqual({
      type: 'refused',
      reason: 'not_granted',
    });
    await recordConsent(db, carmen, signed(farmerId));
    expect(await hasConsent(db, selva.id, farmerId, 'evaluation')).toBe(true);
    expect((await consentsOf(db, selva.id, farmerId)).map(({ granted }) => granted)).toEqual([
      true,
      true,
      false,
      true,
      true,
    ]);
  });

  it.each([
    ['for nothing', { purposes: [] }, 'no_purpose'],
    ['tomorrow', { signedOn: '2026-11-24' }, 'signed_in_future'],
    ['before there was the law', { signedOn: '2011-07-02' }, 'signed_before_law'],
  ])('signed %s is refused', async (_when, other, reason) => {
    const farmerId = await registered();
    expect(await recordConsent(db, carmen, signed(farmerId, other))).toEqual({ type: 'refused', reason });
    expect(await consentsOf(db, selva.id, farmerId)).toEqual([]);
  });

  it('taken back on a later day is dated that day', async () => {
    const farmerId = await registered();
    await recordConsent(db, carmen, signed(farmerId));
    const later: By = { ...carmen, clock: fixedClock('2027-02-03T15:00:00.000Z') };
    await withdrawConsent(db, later, { commandId: commandId(), farmerId, purpose: 'messages' });
    expect((await consentsOf(db, selva.id, farmerId))[0]).toMatchObject({ granted: false, signedOn: '2027-02-03' });
  });
});
