import { creditTypeName } from '../parameters/words';
import type { Form } from '../web/form';
import { percent } from '../web/format';
import type { Translate } from '../web/locale';
import { APPROVING_ROLES, type ApprovalLevel } from './approval-level-store';
import { CURRENCIES } from './form';
import { PLANS, PRODUCT_CREDIT_TYPES, type Product } from './store';
import { currencyName, planName, roleName, unpaidInterestName } from './words';

export function productRow(product: Product, t: Translate) {
  return {
    id: product.id,
    name: product.name,
    plan: planName(product.plan, t),
    currency: product.currency,
    amountMin: product.amountMin,
    amountMax: product.amountMax,
    rate: percent(product.ratePercent),
    active: product.active,
    state: product.active ? t('En oferta') : t('Retirado'),
  };
}

export function productDetail(product: Product, t: Translate) {
  return {
    ...productRow(product, t),
    creditType: creditTypeName(product.creditType, t),
    instalmentsMax: product.instalmentsMax,
    lateRate: percent(product.lateRatePercent),
    unpaidInterest: unpaidInterestName(product.unpaidInterest, t),
    insurance: `${product.insurancePercent.toFixed()} %`,
    disbursementFee: product.disbursementFee,
    instalmentFee: product.instalmentFee,
    windowShare: percent(product.windowSharePercent),
  };
}

export function productFormPage(form: Form, t: Translate) {
  return {
    form,
    creditTypes: PRODUCT_CREDIT_TYPES.map((value) => ({ value, label: creditTypeName(value, t) })),
    currencies: currencyOptions(t),
    plans: PLANS.map((value) => ({ value, label: planName(value, t) })),
    unpaidInterests: (['capitalise', 'carry'] as const).map((value) => ({
      value,
      label: unpaidInterestName(value, t),
    })),
  };
}

export function levelsPage(levels: readonly ApprovalLevel[], form: Form, maySet: boolean, t: Translate) {
  return {
    form,
    maySet,
    levels: levels.map((level) => ({
      role: roleName(level.role, t),
      currency: level.currency,
      validFrom: level.validFrom,
      amountMax: level.amountMax,
    })),
    roles: APPROVING_ROLES.map((value) => ({ value, label: roleName(value, t) })),
    currencies: currencyOptions(t),
  };
}

function currencyOptions(t: Translate) {
  return CURRENCIES.map((value) => ({ value, label: currencyName(value, t) }));
}
