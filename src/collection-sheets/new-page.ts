import type { Option } from '../web/field-html';
import type { Form } from '../web/form';
import { page, type Reply } from '../web/reply';
import type { Translate } from '../web/locale';
import { placeValue, type NamedPlace } from './places';

/** What an officer says to get a sheet: when, where, and the currency where there is more than one. */
export function newPage(form: Form, currencies: readonly string[], places: readonly NamedPlace[], t: Translate): Reply {
  return page(
    'collection-sheets/new',
    t('Nueva hoja de recaudo'),
    {
      form,
      places: placeOptions(places, t),
      hasLoans: currencies.length > 0,
      onlyCurrency: currencies.length === 1 ? currencies[0] : '',
      currencies: [
        { value: 'PEN', label: t('Soles') },
        { value: 'USD', label: t('Dólares') },
      ],
    },
    { back: { to: '/recaudos', label: t('Volver a las hojas de recaudo') } },
  );
}

/** A place that has loans in two currencies is named once. */
function placeOptions(places: readonly NamedPlace[], t: Translate): Option[] {
  const groups: Record<NamedPlace['place']['kind'], string> = {
    all: '',
    district: t('Distritos'),
    community: t('Caseríos y comunidades'),
    organisation: t('Organizaciones'),
  };
  const loans = new Map<string, { readonly place: NamedPlace; readonly loans: number }>();
  for (const place of places) {
    const value = placeValue(place.place);
    loans.set(value, { place, loans: (loans.get(value)?.loans ?? 0) + place.loans });
  }
  const options = [...loans].map(([value, { place, loans: count }]) => ({
    value,
    label: t('{place} ({count} créditos)', { place: place.name === '' ? t('Toda mi cartera') : place.name, count }),
    group: groups[place.place.kind],
  }));
  const order = Object.values(groups);
  return options.toSorted((a, b) => order.indexOf(a.group) - order.indexOf(b.group));
}
