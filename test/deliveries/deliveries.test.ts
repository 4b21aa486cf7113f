import { findAccount, owedBy } from '../../src/deliveries/account';
import { deliveryDifferences } from '../../src/deliveries/reconcile';
import { recordDelivery } from '../../src/deliveries/record-delivery';
import { reverseDelivery } from '../../src/deliveries/reverse-delivery';
import { findDelivery, parcelsOfDelivery, repaymentsOfDelivery } from '../../src/deliveries/store';
import { loadLoan } from '../../src/loans/load';
import { postRepayment } from '../../src/repayments/post-repayment';
import { reverseRepayment } from '../../src/repayments/reverse-repayment';
import { verify } from '../../src/verify/verify';
import { addRosa } from '../farmer-access/farmer';
import { harvestTerms, aLoan, ledgerOf } from '../loans/a-loan';
import { testConfig } from '../support/config';
import { createWorld, TODAY, type World } from '../support/world';
import { aHarvest, aParcel, beans, command, debtOf, deliver, delivered, remit, type Harvest } from './a-harvest';

let world: World;

beforeAll(async () => {
  world = await createWorld();
});

afterEach(async () => {
  expect(await deliveryDifferences(world.db, world.selva.id)).toEqual([]);
});

describe('a delivery', () => {
  it('withholds the agreed share, pays the loan with it on that day, and the rest is the farmer’s', async () => {
    const harvest = await aHarvest(world);
    const before = await debtOf(harvest, harvest.loanId);
    const id = await delivered(harvest);
    expect(await findDelivery(world.db, harvest.at.id, id)).toMatchObject({
      ...{ dryKg: '96.77', value: 159_670, withheld: 63_868, paidOut: 95_802, sharePercent: '40' },
      ...{ agreementId: harvest.agreementId, moreThanBorne: false, reversedBy: null },
    });
    const [repayment] = await repaymentsOfDelivery(world.db, harvest.at.id, id);
    expect(repayment).toMatchObject({ loanId: harvest.loanId, amount: 63_868 });
    const loaded = await loadLoan(world.db, harvest.at.id, harvest.loanId, TODAY);
    expect(loaded?.events.find((event) => event.id === repayment?.eventId)).toMatchObject({
      ...{ type: 'repayment', valueDate: TODAY, amount: 63_868 },
      details: { channel: 'organisation', deliveryId: id },
    });
    expect((await debtOf(harvest, harvest.loanId)).total).toBe(before.total - 63_868);
  });

  it('makes the organisation owe the lender what it withheld, and no cash moves', async () => {
    const harvest = await aHarvest(world);
    const cash = (await ledgerOf(world.db, harvest.at.id, harvest.loanId))['Caja'];
    await delivered(harvest);
    const ledger = await ledgerOf(world.db, harvest.at.id, harvest.loanId);
    expect(ledger['Por cobrar a organizaciones por retenciones']).toBe(63_868);
    expect(ledger['Caja']).toBe(cash);
    expect(owedBy(await findAccount(world.db, harvest.at.id, harvest.organisationId))).toBe(63_868);
  });

  it('leads from the lot to the parcels, kilo by kilo', async () => {
    const harvest = await aHarvest(world);
    const other = await aParcel(harvest, { name: 'El Bajo' });
    const parcels = [
      { parcelId: harvest.parcelId, sharePercent: '33.33' },
      { parcelId: other, sharePercent: '66.67' },
    ];
    const id = await delivered(harvest, { state: 'wet', moisturePercent: null, grossKg: '18.45', parcels });
    expect((await parcelsOfDelivery(world.db, harvest.at.id, id)).map(({ dryKg }) => dryKg)).toEqual(['2.34', '4.67']);
    const again = await delivered(harvest, { grossKg: '10' });
    const lots = await Promise.all(
      [id, again].map(async (one) => (await findDelivery(world.db, harvest.at.id, one))?.lotId),
    );
    expect(lots[0]).toBe(lots[1]);
  });

  it('without an agreement that day withholds nothing and is traced all the same', async () => {
    const harvest = await aHarvest(world, { validFrom: '2026-11-24' });
    const id = await delivered(harvest);
    expect(await findDelivery(world.db, harvest.at.id, id)).toMatchObject({
      withheld: 0,
      paidOut: 159_670,
      agreementId: null,
    });
  });

  it('pays only what is due where that was agreed, and pays the rest out', async () => {
    const harvest = await aHarvest(world, { reach: 'due', sharePercent: '100' });
    const { dueNow } = await debtOf(harvest, harvest.loanId);
    const id = await delivered(harvest, { grossKg: '1000', moisturePercent: '7' });
    expect(await findDelivery(world.db, harvest.at.id, id)).toMatchObject({
      withheld: dueNow,
      paidOut: 1_650_000 - dueNow,
    });
  });

  it('ends the loan and never takes more than that', async () => {
    const harvest = await aHarvest(world, { sharePercent: '100' });
    const { payoff } = await debtOf(harvest, harvest.loanId);
    const id = await delivered(harvest, { grossKg: '1000', moisturePercent: '7' });
    expect(await findDelivery(world.db, harvest.at.id, id)).toMatchObject({ withheld: payoff.total });
    expect((await loadLoan(world.db, harvest.at.id, harvest.loanId, TODAY))?.state.status).toBe('closed');
  });

  it('of a last instalment takes what ends the loan that day, and no interest that is not earned', async () => {
    const harvest = await aHarvest(world, { sharePercent: '100', reach: 'two-instalments' });
    const { dueNow: amount } = await debtOf(harvest, harvest.loanId);
    const till = { commandId: command(), loanId: harvest.loanId, amount, valueDate: TODAY };
    expect((await postRepayment(world.db, harvest.at.by('celia'), till)).type).toBe('done');
    const { payoff, total } = await debtOf(harvest, harvest.loanId);
    expect(payoff.total).toBeLessThan(total);
    const id = await delivered(harvest, { grossKg: '1000', moisturePercent: '7' });
    expect(await findDelivery(world.db, harvest.at.id, id)).toMatchObject({ withheld: payoff.total });
    expect((await loadLoan(world.db, harvest.at.id, harvest.loanId, TODAY))?.state.status).toBe('closed');
  });

  it('pays the loan that is due longest first', async () => {
    const harvest = await aHarvest(world, { sharePercent: '100', reach: 'due' });
    const later = await aLoan(
      harvest,
      harvestTerms({
        disbursements: [{ date: '2026-06-01', amount: 100_000 }],
        instalments: { plan: 'free', rows: [{ due: '2026-09-30' }] },
      }),
    );
    const oldest = (await debtOf(harvest, harvest.loanId)).dueNow;
    const newer = (await debtOf(harvest, later)).dueNow;
    const id = await delivered(harvest, { grossKg: '1000', moisturePercent: '7' });
    const repayments = await repaymentsOfDelivery(world.db, harvest.at.id, id);
    expect(repayments.map(({ loanId, amount }) => [loanId, amount])).toEqual([
      [harvest.loanId, oldest],
      [later, newer],
    ]);
  });

  it('that came in late pays with the day on which the beans came', async () => {
    const harvest = await aHarvest(world);
    const id = await delivered(harvest, { deliveredOn: '2026-06-15' });
    const loaded = await loadLoan(world.db, harvest.at.id, harvest.loanId, TODAY);
    const [repayment] = await repaymentsOfDelivery(world.db, harvest.at.id, id);
    expect(loaded?.events.find((event) => event.id === repayment?.eventId)).toMatchObject({ valueDate: '2026-06-15' });
  });

  it('does not pay what a later payment at the till has paid already', async () => {
    const harvest = await aHarvest(world, { sharePercent: '100' });
    const { payoff } = await debtOf(harvest, harvest.loanId);
    const paid = await postRepayment(world.db, harvest.at.by('celia'), {
      ...{ commandId: command(), loanId: harvest.loanId, amount: payoff.total - 10_000, valueDate: TODAY },
      intent: 'prepay-reduce-term',
    });
    expect(paid.type).toBe('done');
    const id = await delivered(harvest, { deliveredOn: '2026-11-20', grossKg: '1000', moisturePercent: '7' });
    const { withheld = 0 } = (await findDelivery(world.db, harvest.at.id, id)) ?? {};
    const state = (await loadLoan(world.db, harvest.at.id, harvest.loanId, TODAY))?.state;
    expect(state?.overpaid).toBe(0);
    expect(withheld).toBeGreaterThan(8_000);
    expect(withheld + (state?.outstanding.total ?? 0)).toBeLessThan(10_100);
  });

  it('is posted once, however often it is sent', async () => {
    const harvest = await aHarvest(world);
    const input = { commandId: command(), ...beans(harvest) };
    const by = harvest.at.by('carmen');
    const answers = await Promise.all([1, 2, 3].map(() => recordDelivery(world.db, by, input)));
    expect(new Set(answers.map((answer) => answer.type === 'done' && answer.deliveryId)).size).toBe(1);
    expect(owedBy(await findAccount(world.db, harvest.at.id, harvest.organisationId))).toBe(63_868);
  });

  it('with the same slip of the organisation is the same delivery, also from two people at once', async () => {
    const harvest = await aHarvest(world);
    const input = beans(harvest);
    const answers = await Promise.all(
      ['carmen', 'celia'].map((name) =>
        recordDelivery(world.db, harvest.at.by(name), { commandId: command(), ...input }),
      ),
    );
    expect(answers.map(({ type }) => type).toSorted()).toEqual(['done', 'refused']);
    const done = answers.find((answer) => answer.type === 'done');
    const refused = answers.find((answer) => answer.type === 'refused');
    expect(refused).toMatchObject({ reason: 'slip_known', deliveryId: done?.type === 'done' && done.deliveryId });
  });

  it('and a payment at the till at the same moment both count, and the debt is not overpaid', async () => {
    const harvest = await aHarvest(world, { sharePercent: '100' });
    const { payoff } = await debtOf(harvest, harvest.loanId);
    const [till, scale] = await Promise.all([
      postRepayment(world.db, harvest.at.by('celia'), {
        ...{ commandId: command(), loanId: harvest.loanId, amount: payoff.total - 50_000, valueDate: TODAY },
        intent: 'prepay-reduce-term',
      }),
      deliver(harvest),
    ]);
    expect(scale.type).toBe('done');
    const loaded = await loadLoan(world.db, harvest.at.id, harvest.loanId, TODAY);
    expect(loaded?.state.overpaid).toBe(0);
    const delivery = await findDelivery(world.db, harvest.at.id, scale.type === 'done' ? scale.deliveryId : 0);
    expect(delivery?.withheld).toBe(till.type === 'done' ? 50_000 : 159_670);
  });
});

describe('a delivery is refused', () => {
  const refusals: [
    string,
    (harvest: Harvest) => Promise<Parameters<typeof beans>[1]> | Parameters<typeof beans>[1],
    string,
  ][] = [
    ['of tomorrow', () => ({ deliveredOn: '2026-11-24' }), 'date_in_future'],
    ['to nobody', () => ({ partnerOrganisationId: 999 }), 'organisation_unknown'],
    ['of nobody', () => ({ farmerId: 999 }), 'farmer_not_found'],
    ['from nowhere', () => ({ parcels: [] }), 'parcel_missing'],
    ['without kilos', () => ({ grossKg: '0' }), 'kg_must_be_positive'],
    ['of wet beans as dry', () => ({ moisturePercent: '40' }), 'moisture_out_of_range'],
    ['of dry beans without their moisture', () => ({ moisturePercent: null }), 'moisture_missing'],
    ['without a price', () => ({ pricePerKg: '0' }), 'price_must_be_positive'],
    [
      'with a parcel counted in part',
      ({ parcelId }) => ({ parcels: [{ parcelId, sharePercent: '90' }] }),
      'shares_must_add_up_to_100',
    ],
    [
      'with a parcel counted twice',
      ({ parcelId }) => ({ parcels: [50, 50].map((share) => ({ parcelId, sharePercent: String(share) })) }),
      'shares_must_add_up_to_100',
    ],
    [
      'from the parcel of another farmer',
      async (harvest) => {
        const neighbour = await addRosa(world.db, harvest.at, String(46_000_000 + harvest.farmerId));
        const parcelId = await aParcel(harvest, {}, neighbour);
        return { parcels: [{ parcelId, sharePercent: '100' }] };
      },
      'parcel_of_another',
    ],
    ['of more than the parcel bears in a year', () => ({ grossKg: '6000' }), 'more_than_borne'],
  ];

  it.each(refusals)('%s', async (_name, change, reason) => {
    const harvest = await aHarvest(world);
    expect(await deliver(harvest, await change(harvest))).toMatchObject({ type: 'refused', reason });
    expect(owedBy(await findAccount(world.db, harvest.at.id, harvest.organisationId))).toBe(0);
  });

  it('when deliveries of a year together are more, unless somebody has looked into it', async () => {
    const harvest = await aHarvest(world);
    await delivered(harvest, { grossKg: '2500', moisturePercent: '7' });
    const more = { grossKg: '2700', moisturePercent: '7' };
    expect(await deliver(harvest, more)).toMatchObject({ reason: 'more_than_borne' });
    const id = await delivered(harvest, { ...more, acceptMore: true });
    expect(await findDelivery(world.db, harvest.at.id, id)).toMatchObject({ moreThanBorne: true });
  });

  it('by a role that records none', async () => {
    const harvest = await aHarvest(world);
    expect(await deliver(harvest, {}, command(), 'raul')).toMatchObject({ reason: 'role_not_allowed' });
  });
});

describe('a delivery entered by mistake', () => {
  const takeBack = (harvest: Harvest, deliveryId: number, username = 'celia') =>
    reverseDelivery(world.db, harvest.at.by(username), {
      commandId: command(),
      deliveryId,
      reason: 'Era de otra socia',
    });

  it('is taken back by another person, with its repayments, once', async () => {
    const harvest = await aHarvest(world);
    const before = await debtOf(harvest, harvest.loanId);
    const id = await delivered(harvest);
    const outcomes = await Promise.all([takeBack(harvest, id), takeBack(harvest, id, 'marta')]);
    expect(outcomes.map(({ type }) => type).toSorted()).toEqual(['done', 'refused']);
    expect((await debtOf(harvest, harvest.loanId)).total).toBe(before.total);
    expect(owedBy(await findAccount(world.db, harvest.at.id, harvest.organisationId))).toBe(0);
    const ledger = await ledgerOf(world.db, harvest.at.id, harvest.loanId);
    expect(ledger['Por cobrar a organizaciones por retenciones']).toBeUndefined();
  });

  it('may then be entered right, with the same slip', async () => {
    const harvest = await aHarvest(world);
    const input = beans(harvest);
    const by = harvest.at.by('carmen');
    const first = await recordDelivery(world.db, by, { commandId: command(), ...input });
    await takeBack(harvest, first.type === 'done' ? first.deliveryId : 0);
    const second = await recordDelivery(world.db, by, { commandId: command(), ...input, grossKg: '90' });
    expect(second.type).toBe('done');
  });

  it.each([
    ['who recorded it', 'marta', 'same_person'],
    ['an officer', 'carmen', 'role_not_allowed'],
  ])('is not taken back by %s', async (_name, username, reason) => {
    const harvest = await aHarvest(world);
    const outcome = await deliver(harvest, {}, command(), 'marta');
    const id = outcome.type === 'done' ? outcome.deliveryId : 0;
    expect(await takeBack(harvest, id, username)).toMatchObject({ type: 'refused', reason });
  });

  it('does not lose one of its repayments alone', async () => {
    const harvest = await aHarvest(world);
    const [repayment] = await repaymentsOfDelivery(world.db, harvest.at.id, await delivered(harvest));
    const alone = await reverseRepayment(world.db, harvest.at.by('celia'), {
      ...{ commandId: command(), loanId: harvest.loanId, eventId: repayment?.eventId ?? 0, reason: 'No' },
    });
    expect(alone).toMatchObject({ type: 'refused', reason: 'withheld_from_delivery' });
  });

  it('after it was remitted leaves the money in favour of the organisation, for what it withholds next', async () => {
    const harvest = await aHarvest(world);
    const id = await delivered(harvest);
    expect((await remit(harvest, 63_868)).type).toBe('done');
    await takeBack(harvest, id);
    expect(owedBy(await findAccount(world.db, harvest.at.id, harvest.organisationId))).toBe(-63_868);
    expect(await remit(harvest, 1)).toMatchObject({ reason: 'more_than_owed', owed: -63_868 });
    await delivered(harvest, { grossKg: '110' });
    expect(owedBy(await findAccount(world.db, harvest.at.id, harvest.organisationId))).toBe(70_256 - 63_868);
  });
});

it('verify finds nothing after all of that', async () => {
  expect(await verify(world.db, testConfig.auditKey)).toEqual([]);
});
