import { findAccount, owedBy } from '../../src/deliveries/account';
import { deliveryDifferences, organisationBalances } from '../../src/deliveries/reconcile';
import { recordRemittance } from '../../src/deliveries/record-remittance';
import { reverseRemittance } from '../../src/deliveries/reverse-remittance';
import { verify } from '../../src/verify/verify';
import { testConfig } from '../support/config';
import { tampered } from '../support/tamper';
import { createWorld, TODAY, type World } from '../support/world';
import { aHarvest, command, debtOf, delivered, remit } from './a-harvest';

let world: World;

beforeAll(async () => {
  world = await createWorld();
});

afterEach(async () => {
  expect(await deliveryDifferences(world.db, world.selva.id)).toEqual([]);
});

describe('a remittance', () => {
  it('lowers what the organisation owes, to the céntimo, and no farmer’s debt', async () => {
    const harvest = await aHarvest(world);
    await delivered(harvest);
    const before = await debtOf(harvest, harvest.loanId);
    expect(await remit(harvest, 60_000)).toMatchObject({ type: 'done', repeated: false });
    expect(await remit(harvest, 3_869)).toMatchObject({ reason: 'more_than_owed', owed: 3_868 });
    expect(await debtOf(harvest, harvest.loanId)).toEqual(before);
    const balance = (await organisationBalances(world.db, harvest.at.id)).find(
      (one) => one.partnerOrganisationId === harvest.organisationId,
    );
    expect(balance).toMatchObject({
      ...{ deliveries: 1, value: 159_670, withheld: 63_868, paidOut: 95_802, repaid: 63_868 },
      ...{ remitted: 60_000, receivable: 3_868 },
    });
  });

  it('is taken once, however often it is sent, and two at once do not take more than is owed', async () => {
    const harvest = await aHarvest(world);
    await delivered(harvest);
    const commandId = command();
    const same = await Promise.all([1, 2].map(() => remit(harvest, 20_000, commandId)));
    expect(new Set(same.map((one) => one.type === 'done' && one.remittanceId)).size).toBe(1);
    const both = await Promise.all([1, 2].map(() => remit(harvest, 43_000)));
    expect(both.map(({ type }) => type).toSorted()).toEqual(['done', 'refused']);
  });

  it.each([
    ['of nothing', { amount: 0 }, 'celia', 'amount_must_be_positive'],
    ['of tomorrow', { receivedOn: '2026-11-24' }, 'celia', 'date_in_future'],
    ['of nobody', { partnerOrganisationId: 999 }, 'celia', 'organisation_unknown'],
    ['by an officer', {}, 'carmen', 'role_not_allowed'],
  ])('%s is refused', async (_name, change, username, reason) => {
    const harvest = await aHarvest(world);
    const input = {
      ...{ commandId: command(), partnerOrganisationId: harvest.organisationId, amount: 1, receivedOn: TODAY },
      ...{ channel: 'cash' as const, reference: '' },
    };
    const outcome = await recordRemittance(world.db, harvest.at.by(username), { ...input, ...change });
    expect(outcome).toMatchObject({ type: 'refused', reason });
  });

  it('is taken back by another person, once', async () => {
    const harvest = await aHarvest(world);
    await delivered(harvest);
    const remitted = await remit(harvest, 60_000);
    const remittanceId = remitted.type === 'done' ? remitted.remittanceId : 0;
    const back = (username: string) =>
      reverseRemittance(world.db, harvest.at.by(username), {
        commandId: command(),
        remittanceId,
        reason: 'Otra entidad',
      });
    expect(await back('celia')).toMatchObject({ reason: 'same_person' });
    expect(await back('marta')).toMatchObject({ type: 'done' });
    expect(await back('pedro')).toMatchObject({ reason: 'already_reversed' });
    expect(owedBy(await findAccount(world.db, harvest.at.id, harvest.organisationId))).toBe(63_868);
  });
});

describe('verify', () => {
  it('finds nothing after all of that', async () => {
    expect(await verify(world.db, testConfig.auditKey)).toEqual([]);
  });

  it.each([
    [
      'a delivery that withheld more than it paid',
      'delivery',
      { withheld: 63_869, paid_out: 95_801 },
      ['delivery_not_reconciled', 'organisation_not_reconciled'],
    ],
    ['an organisation that owes less', 'organisation_account', { withheld: 1 }, ['organisation_not_reconciled']],
    ['a remittance that became larger', 'remittance', { amount: 60_001 }, ['organisation_not_reconciled']],
  ])('finds %s', async (_name, table, change, kinds) => {
    const harvest = await aHarvest(world);
    await delivered(harvest);
    await remit(harvest, 60_000);
    const row = { institution_id: harvest.at.id, partner_organisation_id: harvest.organisationId };
    const found = await tampered(
      world.db,
      (trx) => trx(table).where(row).update(change),
      (trx) => verify(trx, testConfig.auditKey),
    );
    expect([...new Set(found.map(({ kind }) => kind))].toSorted()).toEqual(kinds);
  });
});
