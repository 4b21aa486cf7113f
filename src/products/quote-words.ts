import type { Refusal } from '../lending/refusal';
import { date, money, percent } from '../web/format';
import type { Translate } from '../web/locale';
import type { CapRefusal } from './check-rate-cap';
import type { ProductLimit, Quote } from './quote';
import type { Product, ProductPlan } from './store';
import { unpaidInterestName } from './words';

/** A sentence, and the field of the request that it is about. */
export interface FieldMessage {
  readonly field: string;
  readonly message: string;
}

/** Why there is no schedule, in the words of who asked for it. */
export function refusedQuote({ reason }: Refusal, plan: ProductPlan, disburseOn: string, t: Translate): FieldMessage {
  switch (reason) {
    case 'dates_out_of_order':
      return {
        field: plan === 'harvest' ? 'temporada' : 'vencimiento',
        message: t('El primer vencimiento debe ser posterior al desembolso ({date})', { date: date(disburseOn) }),
      };
    case 'calendar_without_window':
      return { field: 'temporadas', message: t('En las campañas elegidas la plantación todavía no produce') };
    case 'date_out_of_range':
      return {
        field: plan === 'harvest' ? 'temporadas' : 'vencimiento',
        message: t('El crédito termina demasiado lejos'),
      };
    case 'amount_too_large':
      return { field: 'monto', message: t('El monto es demasiado grande') };
    case 'instalment_rounds_to_nothing':
      return { field: 'monto', message: t('El monto es demasiado pequeño para ese número de cuotas') };
    case 'fees_exceed_disbursement':
      return { field: 'monto', message: t('Las comisiones superan el monto') };
    case 'interest_outgrows_instalments':
    case 'instalments_exceed_debt':
      return { field: 'form', message: t('Con esa tasa y esas fechas las cuotas no alcanzan a pagar el crédito') };
    default:
      return { field: 'form', message: t('Con esas condiciones no se puede armar un cronograma') };
  }
}

export function limitWords(limit: ProductLimit, product: Product, t: Translate): FieldMessage {
  if (limit === 'amount_outside_product') {
    const min = money(product.amountMin, product.currency);
    const max = money(product.amountMax, product.currency);
    return { field: 'monto', message: t('El monto debe estar entre {min} y {max}', { min, max }) };
  }
  return {
    field: product.plan === 'harvest' ? 'temporadas' : 'cuotas',
    message: t('El producto permite como máximo {count} cuotas', { count: product.instalmentsMax }),
  };
}

export function capWords(refusal: CapRefusal, on: string, t: Translate): string {
  const day = date(on);
  if (refusal === 'no_cap_known') {
    return t('No hay tasa máxima registrada para el {day}; un administrador la registra en Parámetros', { day });
  }
  return refusal === 'rate_above_cap'
    ? t('La TEA supera la tasa máxima legal que rige el {day}', { day })
    : t('La tasa moratoria supera la máxima legal que rige el {day}', { day });
}

/** What the partials `quote` and `schedule` show; the late rate belongs to the product and not to the schedule. */
export function quoteData({ terms, schedule, summary, peak, itf }: Quote, t: Translate, product?: Product) {
  return {
    currency: summary.currency,
    amount: summary.amount,
    received: summary.received,
    tcea: percent(summary.tceaPercent),
    tea: percent(terms.rate.percent),
    lateRate: product ? percent(product.lateRatePercent) : null,
    totalInterest: summary.totalInterest,
    totalInsurance: summary.totalInsurance,
    totalFees: summary.totalFees,
    totalToPay: summary.totalToPay,
    instalmentCount: summary.instalmentCount,
    firstDue: summary.firstDue,
    lastDue: summary.lastDue,
    disburseOn: terms.disbursements[0]?.date ?? '',
    unpaidInterest: unpaidInterestName(summary.unpaidInterest, t),
    itf: itf ?? null,
    /** Only where the debt grows before it falls, which the client must see. */
    peak:
      peak.debt > summary.amount && peak.times.greaterThan('1.2') ? { ...peak, times: peak.times.toFixed(2) } : null,
    rows: schedule.instalments,
    totals: schedule.totals,
  };
}
