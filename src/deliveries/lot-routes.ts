import { recordExport } from '../audit/record-export';
import { Decimal } from '../lending/decimal';
import { nothing } from '../web/fields';
import { notFound, page } from '../web/reply';
import { route, type Route } from '../web/route';
import { recordParams } from './form';
import { geoJsonOf, plotFaults } from './geojson';
import { deliveryLine } from './list-page';
import { listDeliveries, totalDeliveries } from './list-store';
import { findLot, tracedParcels, type TracedParcel } from './trace-store';
import { deliveryReaders } from './roles';

/** A lot of an organisation: whose beans it is made of, from which plots, and the file that a declaration needs. */
export const lotRoutes: Route[] = [
  route({
    method: 'get',
    path: '/entregas/lotes/:id',
    roles: deliveryReaders,
    scope: 'institution',
    params: recordParams,
    query: nothing,
    body: nothing,
    handle: async ({ db, params, t, user }) => {
      const { institutionId } = user;
      const lot = await findLot(db, institutionId, params.id);
      if (!lot) return notFound;
      const parcels = await tracedParcels(db, institutionId, { lotId: lot.id });
      const deliveries = await listDeliveries(db, institutionId, { lotId: lot.id });
      return page(
        'deliveries/lot',
        t('Lote {code}', { code: lot.code }),
        {
          lot,
          totals: await totalDeliveries(db, institutionId, { lotId: lot.id }),
          plots: plotsOf(parcels),
          faults: plotFaults(parcels),
          deliveries: deliveries.map((one) => deliveryLine(one, t)),
          mayOpenFarmer: user.role !== 'administrator',
        },
        { back: { to: '/entregas', label: t('Entregas') } },
      );
    },
  }),
  route({
    method: 'get',
    path: '/entregas/lotes/:id/geojson',
    roles: deliveryReaders,
    scope: 'institution',
    params: recordParams,
    query: nothing,
    body: nothing,
    handle: async ({ db, by, params, user }) => {
      const lot = await findLot(db, user.institutionId, params.id);
      if (!lot) return notFound;
      const parcels = await tracedParcels(db, user.institutionId, { lotId: lot.id });
      const deed = { action: 'lot-exported', entity: 'delivery-lot', entityId: lot.id, details: { code: lot.code } };
      await recordExport(db, by, deed, plotFaults(parcels).plots);
      return {
        type: 'file',
        name: `lote-${lot.code}.geojson`,
        contentType: 'application/geo+json',
        content: geoJsonOf(parcels),
      };
    },
  }),
];

/** Each parcel once, with its kilos of all deliveries. */
function plotsOf(parcels: readonly TracedParcel[]) {
  const plots = new Map<number, TracedParcel & { readonly kg: Decimal }>();
  for (const parcel of parcels) {
    const kg = (plots.get(parcel.parcelId)?.kg ?? new Decimal(0)).plus(parcel.dryKg);
    plots.set(parcel.parcelId, { ...parcel, kg });
  }
  return [...plots.values()].map(({ kg, ...plot }) => ({
    ...plot,
    dryKg: kg.toFixed(2),
    place: plot.latitude === null ? null : `${plot.latitude}, ${plot.longitude}`,
  }));
}
