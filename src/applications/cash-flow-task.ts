import { decimalText } from '../lending/money';
import { varietyWord } from '../farmers/words';
import { nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import { page, redirect } from '../web/reply';
import { route, type Route } from '../web/route';
import { defaultsOn, figuresOf, type HouseholdFigures } from './assume-cash-flow';
import { byId, cashFlowForm } from './form';
import { loadFile } from './load-file';
import { capacityData } from './page';
import { recordCashFlow, type CashFlowRefusal } from './record-cash-flow';
import { applicants } from './roles';
import type { Application } from './store';
import { backToTasks, isEditRefusal, refusedTask, showTask, type TaskAsk } from './task-page';

export const cashFlowTask: Route[] = [
  route({
    method: 'get',
    path: '/solicitudes/:id/flujo',
    roles: applicants,
    scope: 'institution',
    params: byId,
    query: nothing,
    body: nothing,
    handle: (ask) => showTask(ask, undefined, (application) => cashFlowPage(ask, application)),
  }),
  route({
    method: 'post',
    path: '/solicitudes/:id/flujo',
    roles: applicants,
    scope: 'institution',
    params: byId,
    query: nothing,
    body: cashFlowForm,
    invalid: (ask, form) => showTask(ask, form, (application) => cashFlowPage(ask, application, form)),
    handle: async (ask) => {
      const { priceCcn51, priceFineNative, otherIncomeMonthly = 0, otherDebtMonthly = 0, ...rest } = ask.body;
      const applicationId = ask.params.id;
      const recorded = await recordCashFlow(ask.db, ask.by, {
        commandId: ask.commandId,
        applicationId,
        pricePerKg: { ccn51: priceCcn51, 'fine-native': priceFineNative },
        otherIncomeMonthly,
        otherDebtMonthly,
        ...rest,
      });
      if (recorded.type === 'done') {
        return redirect(`/solicitudes/${applicationId}/flujo`, ask.t('Flujo de caja guardado'));
      }
      if (isEditRefusal(recorded.reason)) return refusedTask(ask, recorded.reason);
      const form = refusedForm(blankForm(ask.typed), 'form', refusedWords(recorded.reason, ask.t));
      const again = await showTask(ask, form, (application) => cashFlowPage(ask, application, form));
      return again.type === 'page' ? { status: 422, ...again } : again;
    },
  }),
];

function refusedWords(reason: CashFlowRefusal, t: TaskAsk['t']): string {
  const words: Record<CashFlowRefusal, string> = {
    consent_missing: t('Sin el consentimiento del productor no se pueden registrar sus ingresos. Regístralo primero'),
    parcels_missing: t('Elige primero las parcelas de la solicitud'),
    parameters_missing: t(
      'Faltan parámetros de cosecha, precio o costo para hoy; un administrador los registra en Parámetros',
    ),
  };
  return words[reason];
}

async function cashFlowPage({ db, t, clock }: TaskAsk, application: Application, form?: Form) {
  const file = await loadFile(db, application);
  const defaults = await defaultsOn(db, application.institutionId, clock.today());
  const { assessment } = file;
  const { cashFlow } = application;
  const data = {
    id: application.id,
    form: form ?? blankForm(cashFlow ? valuesOf(figuresOf(cashFlow)) : blankValues(defaults)),
    ready: file.tasks.consent && file.tasks.parcels,
    capacity: assessment && cashFlow ? capacityData(assessment, cashFlow, t) : null,
    waitsForRequest: cashFlow !== null && file.quote === undefined,
    parcels: file.parcels.map((parcel) => ({ ...parcel, variety: varietyWord(parcel.variety, t) })),
  };
  return page('applications/cash-flow', t('Flujo de caja por ventana de cosecha'), data, {
    back: backToTasks(application, t),
  });
}

/** What the parameters of the day say; what only the family knows is left blank. */
function blankValues(defaults: Awaited<ReturnType<typeof defaultsOn>>): Record<string, string> {
  if (!defaults) return {};
  const { ccn51, 'fine-native': fineNative } = defaults.crops;
  return {
    priceCcn51: decimalText(ccn51.pricePerKg),
    priceFineNative: decimalText(fineNative.pricePerKg),
    haircutPercent: ccn51.haircut.times(100).toFixed(),
    costPerHectareYear: decimalText(ccn51.costPerHectareYear),
    costPerKg: decimalText(ccn51.costPerKg),
  };
}

function valuesOf(figures: Required<HouseholdFigures>): Record<string, string> {
  return {
    priceCcn51: decimalText(figures.pricePerKg.ccn51 ?? 0),
    priceFineNative: decimalText(figures.pricePerKg['fine-native'] ?? 0),
    haircutPercent: figures.haircutPercent,
    costPerHectareYear: decimalText(figures.costPerHectareYear),
    costPerKg: decimalText(figures.costPerKg),
    otherIncomeMonthly: decimalText(figures.otherIncomeMonthly),
    livingCostMonthly: decimalText(figures.livingCostMonthly),
    otherDebtMonthly: decimalText(figures.otherDebtMonthly),
    otherDebtMonths: String(figures.otherDebtMonths),
  };
}
