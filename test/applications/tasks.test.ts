import { chooseParcels } from '../../src/applications/choose-parcels';
import { recordCashFlow } from '../../src/applications/record-cash-flow';
import { recordRequest } from '../../src/applications/record-request';
import { startApplication } from '../../src/applications/start-application';
import { findApplication, parcelIdsOf } from '../../src/applications/store';
import { addParcel } from '../../src/farmers/add-parcel';
import { registerFarmer } from '../../src/farmers/register-farmer';
import type { LoanRequest } from '../../src/products/terms-of';
import { offerProduct } from '../../src/products/offer-product';
import { commandId, laBanda, rosa } from '../farmers/rosa';
import { harvestProduct, offered } from '../products/offer';
import { createWorld, type Institution, type World } from '../support/world';
import { completeDraft, desk, done, harvestRequest, household, step, withParcel, type Desk } from './ready';

let world: World;
let selva: Institution;
let ready: Desk;
beforeAll(async () => {
  world = await createWorld();
  ({ selva } = world);
  ready = await desk(world, selva);
});

const carmen = () => selva.by('carmen');

async function blankDraft(farmerId = ready.farmerId): Promise<number> {
  return done(await startApplication(world.db, carmen(), { commandId: commandId(), farmerId })).applicationId;
}

describe('a task of an application', () => {
  it('is saved by its officer alone, and only while it can be changed', async () => {
    const id = await blankDraft();
    const parcels = { applicationId: id, parcelIds: [ready.parcelId] };
    const julio = await chooseParcels(world.db, selva.by('julio'), { commandId: commandId(), ...parcels });
    expect(julio).toEqual({ type: 'refused', reason: 'not_editable' });
    done(await step(world, selva, 'withdraw', 'carmen', id));
    const late = await chooseParcels(world.db, carmen(), { commandId: commandId(), ...parcels });
    expect(late).toEqual({ type: 'refused', reason: 'not_editable' });
    const elsewhere = await chooseParcels(world.db, world.valle.by('carmen'), { commandId: commandId(), ...parcels });
    expect(elsewhere).toEqual({ type: 'refused', reason: 'not_found' });
  });

  it('makes the application another version', async () => {
    const id = await blankDraft();
    done(
      await chooseParcels(world.db, carmen(), {
        commandId: commandId(),
        applicationId: id,
        parcelIds: [ready.parcelId],
      }),
    );
    expect((await findApplication(world.db, selva.id, id))?.version).toBe(2);
  });

  it('is not begun for a farmer of another institution', async () => {
    const started = await startApplication(world.db, world.valle.by('carmen'), {
      commandId: commandId(),
      farmerId: ready.farmerId + 50,
    });
    expect(started).toEqual({ type: 'refused', reason: 'not_found' });
  });
});

describe('the parcels', () => {
  it('are the farmer’s own, and at least one', async () => {
    const id = await blankDraft();
    const other = await withParcel(world, selva, { documentNumber: '44556677' });
    const choose = (parcelIds: number[]) =>
      chooseParcels(world.db, carmen(), { commandId: commandId(), applicationId: id, parcelIds });
    expect(await choose([])).toEqual({ type: 'refused', reason: 'no_parcel' });
    expect(await choose([other.parcelId])).toEqual({ type: 'refused', reason: 'parcel_unknown' });
    expect(await choose([ready.parcelId, ready.parcelId])).toEqual({ type: 'done' });
    expect(await parcelIdsOf(world.db, selva.id, id)).toEqual([ready.parcelId]);
  });

  it('that are chosen later change the cash flow that is there already', async () => {
    const id = await completeDraft(world, selva, ready);
    const second = { ...laBanda, name: 'El Alto', areaHa: '1' };
    const { parcelId } = done(
      await addParcel(world.db, carmen(), { commandId: commandId(), farmerId: ready.farmerId, ...second }),
    );
    const before = (await findApplication(world.db, selva.id, id))?.cashFlow;
    const parcelIds = [ready.parcelId, parcelId];
    done(await chooseParcels(world.db, carmen(), { commandId: commandId(), applicationId: id, parcelIds }));
    const after = (await findApplication(world.db, selva.id, id))?.cashFlow;
    expect(before?.parcels.map((parcel) => parcel.areaHa)).toEqual(['2.5']);
    expect(after?.parcels.map((parcel) => parcel.areaHa)).toEqual(['2.5', '1']);
    expect({ ...after, parcels: [] }).toEqual({ ...before, parcels: [] });
  });
});

describe('the request', () => {
  const record = async (change: Partial<LoanRequest>, productId = ready.productId) =>
    recordRequest(world.db, carmen(), {
      commandId: commandId(),
      applicationId: await blankDraft(),
      productId,
      purpose: 'Abono',
      request: { ...(await harvestRequest(world, selva)), ...change },
    });

  it.each([
    ['less than the product lends', { amount: 49_999 }, 'amount_outside_product'],
    ['more than the product lends', { amount: 3_000_001 }, 'amount_outside_product'],
    ['nothing', { amount: 0 }, 'amount_must_be_positive'],
    ['a season that is over when the money comes', { disburseOn: '2027-06-01' }, 'dates_out_of_order'],
  ])('is refused where it asks for %s', async (_what, change, reason) => {
    expect(await record(change)).toEqual({ type: 'refused', reason });
  });

  it('is refused where it asks for more instalments than the product has', async () => {
    const { instalments } = await harvestRequest(world, selva);
    const many = { ...instalments, seasons: 10 } as LoanRequest['instalments'];
    expect(await record({ instalments: many })).toEqual({
      type: 'refused',
      reason: 'too_many_instalments_for_product',
    });
  });

  it('is refused where the product was withdrawn, and where there is none', async () => {
    const productId = await offered(world, selva, harvestProduct({ name: 'Retirado', commandId: commandId() }));
    done(await offerProduct(world.db, selva.by('ana'), { commandId: commandId(), productId, active: false }));
    expect(await record({}, productId)).toEqual({ type: 'refused', reason: 'product_not_offered' });
    expect(await record({}, 999)).toEqual({ type: 'refused', reason: 'product_not_offered' });
  });

  it('is kept as the contract that will be signed', async () => {
    const id = await completeDraft(world, selva, ready);
    expect(await findApplication(world.db, selva.id, id)).toMatchObject({
      amount: 800_000,
      disburseOn: '2026-11-30',
      request: { monto: '8000.00', departamento: '10', temporada: '2027-main', temporadas: '2', siembra: '' },
      terms: {
        currency: 'PEN',
        disbursements: [{ date: '2026-11-30', amount: '8000.00' }],
        rate: { kind: 'effective', percent: '24.5' },
        instalments: { plan: 'weighted', rows: [{ due: '2027-05-31' }, { due: '2027-07-31' }, { due: '2027-12-15' }] },
      },
    });
  });
});

describe('the cash flow', () => {
  it('waits for the consent and for the parcels', async () => {
    const paper = { ...rosa(selva), documentNumber: '70707070' };
    const { farmerId } = done(await registerFarmer(world.db, carmen(), { commandId: commandId(), ...paper }));
    const silent = await blankDraft(farmerId);
    const record = (applicationId: number) =>
      recordCashFlow(world.db, carmen(), { commandId: commandId(), applicationId, ...household });
    expect(await record(silent)).toEqual({ type: 'refused', reason: 'consent_missing' });
    expect(await record(await blankDraft())).toEqual({ type: 'refused', reason: 'parcels_missing' });
    expect((await findApplication(world.db, selva.id, silent))?.cashFlow).toBeNull();
  });

  it('keeps the prices of the day, whatever becomes of them later', async () => {
    const id = await completeDraft(world, selva, ready);
    const recorded = (await findApplication(world.db, selva.id, id))?.cashFlow;
    expect(recorded).toMatchObject({
      asOf: '2026-11-23',
      haircut: '0.65',
      costPerKg: 180,
      surplusSharePercent: '70',
      stress: { priceFallPercent: 50, yieldFallPercent: 30 },
      solesPerDollar: '3.4',
    });
    expect(recorded?.crops.ccn51.pricePerKg).toBe(1320);
    await world.db('parameter').where({ institution_id: selva.id, name: 'farm-gate-price.ccn51' }).del();
    expect((await findApplication(world.db, selva.id, id))?.cashFlow).toEqual(recorded);
  });
});
