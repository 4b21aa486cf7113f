import type { Form } from '../web/form';
import { money, percent } from '../web/format';
import type { ExportColumn } from '../web/export';
import type { Translate } from '../web/locale';
import { withQuery } from '../web/pagination';
import type { Instalment } from '../lending/schedule-rows';
import { quoteData } from '../products/quote-words';
import { requestFields } from '../products/request-fields';
import { PLANS, type Product } from '../products/store';
import { currencyName, planName, unpaidInterestName } from '../products/words';
import type { Simulation, Subject } from './simulate';

/** Where a simulation starts: a product, or a way to pay with conditions to type. */
export function choicePage(products: readonly Product[], t: Translate) {
  return {
    products: products.map((product) => ({
      to: `/simulador?producto=${product.id}`,
      name: product.name,
      plan: planName(product.plan, t),
      rate: percent(product.ratePercent),
      amounts: t('De {min} a {max}', {
        min: money(product.amountMin, product.currency),
        max: money(product.amountMax, product.currency),
      }),
    })),
    plans: PLANS.map((plan) => ({ to: `/simulador?plan=${plan}`, label: planName(plan, t) })),
  };
}

export function simulatorPage(
  { plan, product }: Subject,
  form: Form,
  simulation: Simulation | undefined,
  query: Readonly<Record<string, unknown>>,
  today: string,
  t: Translate,
) {
  const simulated = simulation?.type === 'simulated' ? simulation : undefined;
  return {
    form,
    fields: requestFields(plan, today, t),
    plan,
    product: product ? { id: product.id, name: product.name, rate: percent(product.ratePercent) } : null,
    amountHint: product
      ? t('Entre {min} y {max}', {
          min: money(product.amountMin, product.currency),
          max: money(product.amountMax, product.currency),
        })
      : '',
    currencies: ['PEN', 'USD'].map((value) => ({ value, label: currencyName(value, t) })),
    unpaidInterests: (['capitalise', 'carry'] as const).map((value) => ({
      value,
      label: unpaidInterestName(value, t),
    })),
    quote: simulated ? quoteData(simulated.quote, t, product) : null,
    capMessage: simulated?.capMessage ?? null,
    csv: withQuery('/simulador', { ...query, formato: 'csv' }),
    xlsx: withQuery('/simulador', { ...query, formato: 'xlsx' }),
    print: withQuery('/simulador', { ...query, imprimir: '1' }),
    use: product ? withQuery('/solicitudes/nueva', { ...query, plan: undefined }) : null,
  };
}

export function scheduleColumns(t: Translate): ExportColumn<Instalment>[] {
  return [
    { heading: t('Cuota'), kind: 'integer', value: (row) => row.number },
    { heading: t('Vence'), kind: 'date', value: (row) => row.due },
    { heading: t('Capital'), kind: 'money', value: (row) => row.principal },
    { heading: t('Interés'), kind: 'money', value: (row) => row.interest },
    { heading: t('Seguro'), kind: 'money', value: (row) => row.insurance },
    { heading: t('Comisiones'), kind: 'money', value: (row) => row.fees },
    { heading: t('Total'), kind: 'money', value: (row) => row.total },
    { heading: t('Saldo capital'), kind: 'money', value: (row) => row.balance },
  ];
}
