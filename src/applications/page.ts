import { Decimal } from '../lending/decimal';
import { daysBetween } from '../lending/dates';
import { plantationYear } from '../lending/yield';
import { tenureWord, varietyWord } from '../farmers/words';
import { quoteData } from '../products/quote-words';
import { departmentName } from '../products/request-fields';
import { percent } from '../web/format';
import type { Translate } from '../web/locale';
import { sinceWords } from './list-page';
import type { CashFlow } from './cash-flow';
import type { AssessedWindow, Assessment } from './assess';
import type { CreditFile } from './load-file';
import type { Step } from './store';
import { holder, loanStatusName, nextAction, stateName, stateTone } from './words';

/** What every page of an application shows at its top. */
export function heading({ application, farmer, officer, product, steps }: CreditFile, now: string, t: Translate) {
  const evaluator = steps.find((step) => step.to === 'in-evaluation')?.staffName ?? undefined;
  return {
    id: application.id,
    version: application.version,
    farmer: { id: farmer.id, name: farmer.name, document: farmer.documentNumber, phone: farmer.phone },
    officer,
    product: product ? { id: product.id, name: product.name } : null,
    currency: product?.currency ?? 'PEN',
    amount: application.amount,
    purpose: application.purpose,
    state: stateName(application.state, t),
    tone: stateTone(application.state),
    since: sinceWords(application.stateSince, now, t),
    holder: holder(application.state, officer, evaluator, t),
    next: nextAction(application.state, t),
  };
}

/** The evidence for a decision. */
export function evidence(file: CreditFile, today: string, t: Translate) {
  const { quote, assessment, application, parcels, loans, steps } = file;
  return {
    quote: quote ? quoteData(quote, t, file.product) : null,
    capacity: assessment && application.cashFlow ? capacityData(assessment, application.cashFlow, t) : null,
    household: application.cashFlow ? householdData(application.cashFlow, t) : null,
    parcels: parcels.map((parcel) => ({
      name: parcel.name,
      areaHa: parcel.areaHa,
      variety: varietyWord(parcel.variety, t),
      tenure: tenureWord(parcel.tenure, t),
      plantedOn: parcel.plantedOn,
      year: plantationYear(parcel.plantedOn, today),
      department: departmentName(parcel.ubigeo.slice(0, 2)),
    })),
    loans: loans.map((loan) => ({
      id: loan.id,
      product: loan.product,
      currency: loan.currency,
      principal: loan.principal,
      outstanding: loan.outstanding,
      disbursedOn: loan.disbursedOn,
      status: loanStatusName(loan.status, t),
      daysLate: loan.oldestUnpaidDue === null ? 0 : Math.max(0, daysBetween(loan.oldestUnpaidDue, today)),
    })),
    steps: steps.map((step) => stepLine(step, t)),
  };
}

export function capacityData(assessment: Assessment, cashFlow: CashFlow, t: Translate) {
  const { stress, crops, parcels } = cashFlow;
  const varieties = [...new Set(parcels.map((parcel) => parcel.variety))];
  const { pricePercent, yieldPercent } = assessment.breakEven;
  return {
    windows: assessment.windows.map((window) => windowLine(window, stress, t)),
    short: assessment.shortWindows,
    priceFall: stress.priceFallPercent,
    yieldFall: stress.yieldFallPercent,
    breakEvenPrices:
      pricePercent === undefined
        ? []
        : varieties.map((variety) => ({
            variety: varietyWord(variety, t),
            perKg: Math.ceil((crops[variety].pricePerKg * pricePercent) / 100),
          })),
    breakEvenPrice: pricePercent === undefined ? null : percent(pricePercent),
    breakEvenYield: yieldPercent === undefined ? null : percent(yieldPercent),
  };
}

function windowLine(window: AssessedWindow, stress: CashFlow['stress'], t: Translate) {
  const { from, to, netHarvest, otherIncome, livingCost, otherDebts, surplus, limit, instalment, margin } = window;
  return {
    from,
    to,
    kg: window.harvestKg.toDecimalPlaces(0).toNumber(),
    netHarvest,
    otherIncome,
    livingCost,
    otherDebts,
    surplus,
    limit,
    instalment,
    margin,
    enough: margin >= 0,
    stressed: [
      { heading: t('Precio −{percent} %', { percent: stress.priceFallPercent }), left: window.underPrice },
      { heading: t('Rendimiento −{percent} %', { percent: stress.yieldFallPercent }), left: window.underYield },
      { heading: t('Ambos'), left: window.underBoth },
    ].map((one) => ({ ...one, enough: one.left >= 0 })),
  };
}

function householdData(cashFlow: CashFlow, t: Translate) {
  const varieties = [...new Set(cashFlow.parcels.map((parcel) => parcel.variety))];
  return {
    asOf: cashFlow.asOf,
    prices: varieties.map((variety) => ({
      variety: varietyWord(variety, t),
      perKg: cashFlow.crops[variety].pricePerKg,
    })),
    haircut: percent(new Decimal(cashFlow.haircut).times(100)),
    costPerKg: cashFlow.costPerKg,
    costPerHectareYear: cashFlow.costPerHectareYear,
    otherIncomeMonthly: cashFlow.otherIncomeMonthly,
    livingCostMonthly: cashFlow.livingCostMonthly,
    otherDebtMonthly: cashFlow.otherDebtMonthly,
    otherDebtMonths: cashFlow.otherDebtMonths,
    surplusShare: percent(cashFlow.surplusSharePercent),
  };
}

/** For the partial `timeline`. */
function stepLine(step: Step, t: Translate) {
  return {
    title: step.from === '' ? t('Solicitud empezada') : stateName(step.to, t),
    when: step.recordedAt,
    who: step.staffName ?? t('El sistema'),
    lines: step.reason === '' ? [] : [step.reason],
  };
}
