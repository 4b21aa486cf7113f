import type { Knex } from '../../src/db/connect';
import { fixedClock } from '../../src/clock';
import { activateDevice } from '../../src/farmer-access/activate-device';
import { deviceCookie, type DeviceKey } from '../../src/farmer-access/device';
import { issueActivationCode } from '../../src/farmer-access/issue-activation-code';
import { signInFarmer } from '../../src/farmer-access/sign-in-farmer';
import { unlinkDevice } from '../../src/farmer-access/unlink-device';
import type { By } from '../../src/ledger/by';
import { testConfig } from '../support/config';
import { createWorld, type World } from '../support/world';
import { addRosa, ROSA } from './farmer';

const PIN = '740926';
const pepper = testConfig.pinPepper;
const dni = ROSA.documentNumber;

let world: World;
let db: Knex;
let carmen: By;

beforeAll(async () => {
  world = await createWorld();
  ({ db } = world);
  carmen = world.selva.by('carmen');
});

let people = 0;

/** A farmer of her own for each test, with a DNI of her own. */
async function rosa(): Promise<{ farmerId: number; dni: string }> {
  const documentNumber = String(41_700_000 + ++people);
  return { farmerId: await addRosa(db, world.selva, documentNumber), dni: documentNumber };
}

/** Somebody at a telephone who has not said who they are, some minutes after the tests began. */
function visitor(minutes = 0): By {
  const clock = fixedClock(new Date(Date.parse(world.clock.now()) + minutes * 60_000).toISOString());
  return {
    clock,
    auditKey: carmen.auditKey,
    actor: { institutionId: 0, kind: 'system', role: 'anonymous', requestId: 't' },
  };
}

async function codeFor(farmerId: number, commandId = `code-${farmerId}-${++people}`): Promise<string> {
  const issued = await issueActivationCode(db, carmen, { commandId, farmerId, pepper });
  if (issued.type === 'refused') throw new Error(issued.reason);
  return issued.code;
}

async function linked(): Promise<{ farmerId: number; dni: string; device: DeviceKey }> {
  const person = await rosa();
  const done = await activateDevice(db, visitor(), {
    dni: person.dni,
    code: await codeFor(person.farmerId),
    pin: PIN,
    pepper,
  });
  if (done.type === 'refused') throw new Error(done.reason);
  return { ...person, device: done.device };
}

const enter = (person: { dni: string }, pin: string, device: DeviceKey | undefined, minutes = 0) =>
  signInFarmer(db, visitor(minutes), {
    dni: person.dni,
    pin,
    deviceCookie: device && deviceCookie(device),
    pepper,
  });

const refused = { type: 'refused', reason: 'wrong' };

describe('an activation code', () => {
  it('links one telephone, once', async () => {
    const { farmerId, dni: hers } = await rosa();
    const code = await codeFor(farmerId);
    const input = { dni: hers, code, pin: PIN, pepper };
    const [one, other] = await Promise.all([
      activateDevice(db, visitor(), input),
      activateDevice(db, visitor(), input),
    ]);
    expect([one.type, other.type].toSorted()).toEqual(['done', 'refused']);
    expect(await activateDevice(db, visitor(), input)).toEqual(refused);
    expect(await db('farmer_device').where({ farmer_id: farmerId })).toHaveLength(1);
  });

  it('is the same when its button is pressed twice, and is not stored', async () => {
    const { farmerId } = await rosa();
    const code = await codeFor(farmerId, 'the-same-button-1');
    expect(await codeFor(farmerId, 'the-same-button-1')).toBe(code);
    for (const table of ['activation_code', 'command', 'audit', 'session']) {
      expect(JSON.stringify(await db(table))).not.toContain(code);
    }
  });

  it('ends after 24 hours, and with the next code', async () => {
    const { farmerId, dni: hers } = await rosa();
    const first = await codeFor(farmerId);
    const second = await codeFor(farmerId);
    expect(await activateDevice(db, visitor(1), { dni: hers, code: first, pin: PIN, pepper })).toEqual(refused);
    expect(await activateDevice(db, visitor(24 * 60), { dni: hers, code: second, pin: PIN, pepper })).toEqual(refused);
    expect(await activateDevice(db, visitor(24 * 60 - 1), { dni: hers, code: second, pin: PIN, pepper })).toMatchObject(
      {
        type: 'done',
      },
    );
  });

  it('can be mistyped four times and not five', async () => {
    const { farmerId, dni: hers } = await rosa();
    const code = await codeFor(farmerId);
    const attempt = (typed: string) => activateDevice(db, visitor(), { dni: hers, code: typed, pin: PIN, pepper });
    for (let failure = 1; failure <= 5; failure++) expect(await attempt('AAAAAAAA')).toEqual(refused);
    expect(await attempt(code)).toEqual(refused);
  });

  it('is not used up by a weak PIN, whose fault is told only to who holds the code', async () => {
    const { farmerId, dni: hers } = await rosa();
    const code = await codeFor(farmerId);
    const attempt = (typed: string, pin: string) =>
      activateDevice(db, visitor(), { dni: hers, code: typed, pin, pepper });
    expect(await attempt(code, '120485')).toEqual({ type: 'refused', reason: 'pin_personal' });
    expect(await attempt('AAAAAAAA', '120485')).toEqual(refused);
    expect(await attempt(code, '111111')).toEqual({ type: 'refused', reason: 'pin_repeats' });
    expect(await attempt(code, PIN)).toMatchObject({ type: 'done' });
  });

  it('of another person, or for nobody, is one and the same answer', async () => {
    const { farmerId } = await rosa();
    const other = await rosa();
    const code = await codeFor(farmerId);
    expect(await activateDevice(db, visitor(), { dni: other.dni, code, pin: PIN, pepper })).toEqual(refused);
    expect(await activateDevice(db, visitor(), { dni: '99999999', code, pin: PIN, pepper })).toEqual(refused);
    expect(await issueActivationCode(db, carmen, { commandId: 'nobody-at-all', farmerId: 9_999, pepper })).toEqual({
      type: 'refused',
      reason: 'farmer_not_found',
    });
  });
});

describe('signing in with DNI and PIN', () => {
  it('works on the linked telephone and nowhere else', async () => {
    const person = await linked();
    expect(await enter(person, PIN, person.device)).toMatchObject({ type: 'done', farmerId: person.farmerId });
    expect(await enter(person, PIN, undefined)).toEqual(refused);
    expect(await enter(person, PIN, { ...person.device, secret: 'A'.repeat(43) })).toEqual(refused);
    const other = await linked();
    expect(await enter(person, PIN, other.device)).toEqual(refused);
    expect(await enter({ dni: '99999999' }, PIN, person.device)).toEqual(refused);
  });

  it('a stranger cannot lock anybody out', async () => {
    const person = await linked();
    for (let failure = 1; failure <= 12; failure++) expect(await enter(person, '381604', undefined)).toEqual(refused);
    expect(await enter(person, PIN, person.device)).toMatchObject({ type: 'done' });
  });

  it('waits 1, 5, 15 and 60 minutes after the fifth failure and on, then the telephone is unlinked', async () => {
    const person = await linked();
    let minutes = 0;
    const wrong = () => enter(person, '381604', person.device, minutes);
    const right = (at: number) => enter(person, PIN, person.device, at);
    for (let failure = 1; failure <= 5; failure++) expect(await wrong()).toEqual(refused);
    for (const wait of [1, 5, 15, 60]) {
      expect(await right(minutes + wait - 0.5)).toEqual(refused);
      minutes += wait;
      expect(await wrong()).toEqual(refused);
    }
    expect(await right(minutes + 1)).toEqual(refused);
    expect(await right(minutes + 100_000)).toEqual(refused);
    const [device] = (await db('farmer_device').where({ farmer_id: person.farmerId })) as {
      revoked_at: string | null;
    }[];
    expect(device?.revoked_at).not.toBeNull();
    const deeds = await db('audit')
      .where({ entity: 'farmer', entity_id: String(person.farmerId) })
      .pluck('action');
    expect(deeds).toContain('device-unlinked-after-failures');
  });

  it('clears the count with the right PIN', async () => {
    const person = await linked();
    for (let round = 1; round <= 3; round++) {
      for (let failure = 1; failure <= 4; failure++)
        expect(await enter(person, '381604', person.device)).toEqual(refused);
      expect(await enter(person, PIN, person.device)).toMatchObject({ type: 'done' });
    }
  });

  it('many tries at once are no way around the waiting', async () => {
    const person = await linked();
    const tries = Array.from({ length: 12 }, (_unused, index) => enter(person, String(381_604 + index), person.device));
    await Promise.all(tries);
    const [device] = (await db('farmer_device').where({ farmer_id: person.farmerId })) as { failures: number }[];
    expect(device?.failures).toBe(5);
  });

  it('ends at once when staff unlink the telephone', async () => {
    const person = await linked();
    await db('session').insert({
      id: `session-of-${person.farmerId}`,
      institution_id: world.selva.id,
      farmer_id: person.farmerId,
      expires_at: Date.parse('2030-01-01T00:00:00Z'),
      data: '{}',
    });
    const command = { commandId: 'lost-telephone', farmerId: person.farmerId, deviceId: person.device.deviceId };
    expect(await unlinkDevice(db, carmen, command)).toEqual({ type: 'done' });
    expect(await enter(person, PIN, person.device)).toEqual(refused);
    expect(await db('session').where({ farmer_id: person.farmerId })).toHaveLength(0);
    expect(await unlinkDevice(db, carmen, { ...command, commandId: 'lost-telephone-2' })).toEqual({
      type: 'refused',
      reason: 'already_unlinked',
    });
    expect(await unlinkDevice(db, world.valle.by('carmen'), { ...command, commandId: 'lost-telephone-3' })).toEqual({
      type: 'refused',
      reason: 'device_not_found',
    });
  });

  it('keeps no PIN, code or cookie that could be read from the database', async () => {
    const person = await linked();
    const rows = JSON.stringify([
      await db('farmer_access'),
      await db('farmer_device'),
      await db('audit'),
      await db('command'),
    ]);
    expect(rows).not.toContain(PIN);
    expect(rows).not.toContain(person.device.secret);
    expect(rows).not.toContain(person.dni);
  });
});

it('a DNI known to two institutions opens the one whose code was typed', async () => {
  const here = await addRosa(db, world.selva, dni);
  const there = await addRosa(db, world.valle, dni);
  await codeFor(here);
  const issued = await issueActivationCode(db, world.valle.by('marta'), {
    commandId: 'valle-code',
    farmerId: there,
    pepper,
  });
  if (issued.type === 'refused') throw new Error(issued.reason);
  const done = await activateDevice(db, visitor(), { dni, code: issued.code, pin: PIN, pepper });
  expect(done).toMatchObject({ type: 'done', farmerId: there, device: { institutionId: world.valle.id } });
});
