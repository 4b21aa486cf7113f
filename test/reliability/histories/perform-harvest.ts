import { dayAfter } from './notebook';
import { PRICE_PER_KG, stillToRemit } from './notes-on-deliveries';
import { command, daysBefore, lenderIn, numbered, share, type Perform, type Scene } from './scene';
import type { Act } from './acts';
import type { Asked } from './use-cases';

type HarvestAct =
  'deliver' | 'deliver-again' | 'deliver-late' | 'take-delivery-back' | 'remit' | 'take-remittance-back';

/** What happens at the scale and the desk of an organisation that buys beans. */
export const HARVEST_ACTS: Readonly<Record<HarvestAct, Perform>> = {
  deliver: async function* deliver(scene, act) {
    yield delivery(scene, act, {});
  },
  'deliver-again': async function* again(scene, act) {
    const slips = [...lenderIn(scene).deliveries.values()].map(({ slip }) => slip);
    if (slips.length === 0) yield delivery(scene, act, { slip: 'B-1' });
    yield delivery(scene, act, { slip: numbered(slips, act.which, 'B-1') });
  },
  'deliver-late': async function* late(scene, act) {
    const deliveredOn = act.other % 3 === 2 ? dayAfter(scene.day) : daysBefore(scene.day, act.daysAgo % 20);
    yield delivery(scene, act, { deliveredOn });
  },
  'take-delivery-back': async function* takeBack(scene, { which, other }) {
    const deliveries = [...lenderIn(scene).deliveries.keys()];
    const who = (['marta', 'pedro', 'celia', 'marta', 'carmen'] as const)[other % 5] ?? 'marta';
    const deliveryId = numbered(deliveries, which % Math.max(1, deliveries.length), 901);
    yield command(scene, who, 'reverse-delivery', { deliveryId, reason: 'Se pesó dos veces' });
  },
  remit: async function* remit(scene, act) {
    const { percent, other } = act;
    if (stillToRemit(lenderIn(scene)) <= 0) yield delivery(scene, act, {});
    const owed = stillToRemit(lenderIn(scene));
    yield command(scene, other % 6 === 5 ? 'carmen' : 'celia', 'record-remittance', {
      partnerOrganisationId: lenderIn(scene).harvest.organisationId,
      amount: other % 2 === 0 ? owed : share(owed, percent),
      ...{ receivedOn: scene.day, channel: other % 3 === 0 ? 'cash' : 'bank', reference: String(other) },
    });
  },
  'take-remittance-back': async function* takeBack(scene, act) {
    const { which, other } = act;
    const isOpen = [...lenderIn(scene).remittances.values()].some(({ reversed }) => !reversed);
    if (!isOpen) yield* HARVEST_ACTS.remit(scene, { ...act, other: 0 });
    const remittanceId = numbered(
      [...lenderIn(scene).remittances.keys()].toReversed(),
      other % 2 === 0 ? 0 : which,
      901,
    );
    const who = other % 3 === 2 ? 'celia' : 'pedro';
    yield command(scene, who, 'reverse-remittance', { remittanceId, reason: 'Se contó dos veces' });
  },
};

/** Beans at the moisture for which prices are quoted, so that everybody can reckon what they are worth. */
function delivery(
  scene: Scene,
  { percent, other }: Act,
  more: { readonly slip?: string; readonly deliveredOn?: string },
): Asked {
  const { organisationId, farmerId, parcelId } = lenderIn(scene).harvest;
  return command(scene, other % 4 === 3 ? 'celia' : 'carmen', 'record-delivery', {
    ...{ partnerOrganisationId: organisationId, farmerId, lotCode: `L-${other % 4}` },
    ...{ slip: `B-${scene.told.length + 1}`, deliveredOn: scene.day, state: 'dry' },
    ...{ grossKg: String(percent * 2), moisturePercent: '7', pricePerKg: (PRICE_PER_KG / 100).toFixed(2) },
    ...{ discountPercent: '0', discountReason: '', acceptMore: true },
    parcels: [{ parcelId, sharePercent: '100' }],
    ...more,
  });
}
