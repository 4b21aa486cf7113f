import type { ExportColumn } from '../web/export';
import { date } from '../web/format';
import type { Translate } from '../web/locale';
import type { DeliveryListQuery } from './form';
import type { DeliveryFilters, ListedDelivery } from './list-store';
import { stateName } from './words';

export const DELIVERIES_PATH = '/entregas';

export function filtersOf(query: DeliveryListQuery): DeliveryFilters {
  return {
    text: query.buscar.trim() || undefined,
    partnerOrganisationId: query.organizacion,
    farmerId: query.productor,
    lotCode: query.lote.trim() || undefined,
    from: query.desde,
    to: query.hasta,
  };
}

/** The filters in the address, without the page number. */
export function addressOf({ buscar, organizacion, productor, lote, desde, hasta }: DeliveryListQuery) {
  return { buscar, organizacion, productor, lote, desde, hasta };
}

export function filterForm(query: DeliveryListQuery) {
  const { buscar, lote, organizacion, desde, hasta } = query;
  return {
    values: {
      ...{ buscar, lote, organizacion: String(organizacion ?? '') },
      ...{ desde: desde === undefined ? '' : date(desde), hasta: hasta === undefined ? '' : date(hasta) },
    },
    errors: {},
    commandId: '',
  };
}

export function deliveryLine(delivery: ListedDelivery, t: Translate) {
  return { ...delivery, stateName: stateName(delivery.state, t) };
}

export function exportColumns(t: Translate): ExportColumn<ListedDelivery>[] {
  return [
    { heading: t('Entrega'), kind: 'integer', value: (one) => one.id },
    { heading: t('Fecha'), kind: 'date', value: (one) => one.deliveredOn },
    { heading: t('Organización'), kind: 'text', value: (one) => one.organisation },
    { heading: t('Boleta'), kind: 'text', value: (one) => one.slip },
    { heading: t('Lote'), kind: 'text', value: (one) => one.lotCode },
    { heading: t('Productor'), kind: 'text', value: (one) => one.farmer },
    { heading: t('Número de documento'), kind: 'text', value: (one) => one.documentNumber },
    { heading: t('Estado del cacao'), kind: 'text', value: (one) => stateName(one.state, t) },
    { heading: t('Kg pesados'), kind: 'decimal', value: (one) => one.grossKg },
    { heading: t('Kg secos'), kind: 'decimal', value: (one) => one.dryKg },
    { heading: t('Precio por kg seco'), kind: 'decimal', value: (one) => one.pricePerKg },
    { heading: t('Valor'), kind: 'money', value: (one) => one.value },
    { heading: t('Retenido'), kind: 'money', value: (one) => one.withheld },
    { heading: t('Pagado al productor'), kind: 'money', value: (one) => one.paidOut },
    { heading: t('Extornada'), kind: 'text', value: (one) => (one.isReversed ? t('sí') : t('no')) },
  ];
}
