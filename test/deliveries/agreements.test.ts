import { agreeWithholding } from '../../src/deliveries/agree-withholding';
import { endAgreement } from '../../src/deliveries/end-agreement';
import { deliveryDifferences } from '../../src/deliveries/reconcile';
import { findDelivery } from '../../src/deliveries/store';
import { createWorld, TODAY, type World } from '../support/world';
import { aHarvest, anAgreement, anOrganisation, command, delivered, terms } from './a-harvest';

let world: World;

beforeAll(async () => {
  world = await createWorld();
});

afterEach(async () => {
  expect(await deliveryDifferences(world.db, world.selva.id)).toEqual([]);
});

describe('an agreement', () => {
  it.each([
    ['of nothing', { sharePercent: '0' }, 'share_out_of_range'],
    ['of more than all', { sharePercent: '100.01' }, 'share_out_of_range'],
    ['that ends before it begins', { validUntil: '2025-12-31' }, 'dates_out_of_order'],
    ['signed tomorrow', { signedOn: '2026-11-24', validFrom: '2026-12-01' }, 'signed_in_future'],
    ['signed after it began', { signedOn: '2026-01-02' }, 'signed_after_start'],
    ['to the end of the debt without the farmer’s choice', { intent: null }, 'intent_missing'],
    ['with nobody', { farmerId: 999 }, 'farmer_not_found'],
    ['with no organisation', { partnerOrganisationId: 999 }, 'organisation_unknown'],
    ['that meets another one', {}, 'overlaps'],
  ])('%s is refused', async (_name, change, reason) => {
    const harvest = await aHarvest(world);
    const agreed = { commandId: command(), ...terms(harvest), ...change };
    expect(await agreeWithholding(world.db, harvest.at.by('carmen'), agreed)).toMatchObject({
      type: 'refused',
      reason,
    });
  });

  it('that was ended withholds no more from that day on, and another one may follow', async () => {
    const harvest = await aHarvest(world);
    const by = harvest.at.by('carmen');
    const end = { commandId: command(), agreementId: harvest.agreementId, reason: 'Lo pidió la socia' };
    expect(await endAgreement(world.db, by, end)).toMatchObject({ type: 'done' });
    expect(await endAgreement(world.db, by, { ...end, commandId: command() })).toMatchObject({
      reason: 'already_ended',
    });
    const after = await delivered(harvest);
    const before = await delivered(harvest, { deliveredOn: '2026-11-22' });
    const withheld = async (id: number) => (await findDelivery(world.db, harvest.at.id, id))?.withheld;
    expect([await withheld(after), await withheld(before)]).toEqual([0, 63_868]);
    await anAgreement(harvest, { validFrom: TODAY, sharePercent: '30' });
    expect(await withheld(await delivered(harvest))).toBe(47_901);
  });

  it('is with one organisation: what another buys is not withheld from', async () => {
    const harvest = await aHarvest(world);
    const other = await anOrganisation(world, `Acopio del Valle ${harvest.organisationId}`);
    const id = await delivered(harvest, { partnerOrganisationId: other });
    expect((await findDelivery(world.db, harvest.at.id, id))?.withheld).toBe(0);
  });
});
