import { quoteData, refusedQuote, limitWords, type FieldMessage } from '../products/quote-words';
import { readRequest, REQUEST_FIELDS, type TypedRequest } from '../products/read-request';
import { blankRequest, requestFields, withTyped } from '../products/request-fields';
import { activeProducts, findProduct, type Product } from '../products/store';
import { planName } from '../products/words';
import { blankForm, refusedForm, type Form } from '../web/form';
import { money, percent } from '../web/format';
import { page, redirect, type Reply } from '../web/reply';
import { nothing } from '../web/fields';
import { route, type Route } from '../web/route';
import { byId, creditForm, requestQuery } from './form';
import { quoteOfApplication } from './load-file';
import { recordRequest, type RequestRefusal } from './record-request';
import { applicants } from './roles';
import type { Application } from './store';
import { backToTasks, isEditRefusal, refusedTask, showTask, type TaskAsk } from './task-page';

const PURPOSE_MAX = 200;

export const creditTask: Route[] = [
  route({
    method: 'get',
    path: '/solicitudes/:id/credito',
    roles: applicants,
    scope: 'institution',
    params: byId,
    query: requestQuery,
    body: nothing,
    handle: (ask) =>
      showTask(ask, undefined, async (application) => {
        const { producto, ...typed } = ask.query;
        const product = await productAsked(ask, application, producto);
        return product ? creditPage(ask, application, product, typed) : choosePage(ask, application);
      }),
  }),
  route({
    method: 'post',
    path: '/solicitudes/:id/credito',
    roles: applicants,
    scope: 'institution',
    params: byId,
    query: nothing,
    body: creditForm,
    invalid: (ask, form) => showTask(ask, form, (application) => choosePage(ask, application)),
    handle: async (ask) => {
      const { producto, destino, ...typed } = ask.body;
      const product = await findProduct(ask.db, ask.user.institutionId, producto);
      if (!product) return showTask(ask, blankForm(), (application) => choosePage(ask, application));
      const purpose = destino.replace(/\s+/g, ' ').trim();
      const read = await readRequest(ask.db, ask.user.institutionId, product.plan, typed, ask.t);
      const faults = { ...(read.type === 'faulty' && read.errors), ...purposeFault(purpose, ask.t) };
      if (read.type === 'faulty' || Object.keys(faults).length > 0) {
        return again(ask, product, { ...blankForm(ask.typed), errors: faults });
      }
      const { commandId } = ask;
      const applicationId = ask.params.id;
      const input = { commandId, applicationId, productId: product.id, purpose, request: read.request };
      const recorded = await recordRequest(ask.db, ask.by, input);
      if (recorded.type === 'done') {
        return redirect(
          `/solicitudes/${applicationId}/credito`,
          ask.t('Destino y monto guardados. Este es el cronograma'),
        );
      }
      if (isEditRefusal(recorded.reason)) return refusedTask(ask, recorded.reason);
      const { field, message } = requestRefused(recorded.reason, product, read.request.disburseOn, ask.t);
      return again(ask, product, refusedForm(blankForm(ask.typed), field, message));
    },
  }),
];

async function again(ask: TaskAsk, product: Product, form: Form): Promise<Reply> {
  const shown = await showTask(ask, form, (application) => creditPage(ask, application, product, {}, form));
  return shown.type === 'page' ? { status: 422, ...shown } : shown;
}

function purposeFault(purpose: string, t: TaskAsk['t']): Record<string, string> {
  if (purpose === '') return { destino: t('Escribe para qué es el crédito') };
  return purpose.length > PURPOSE_MAX ? { destino: t('El texto es demasiado largo') } : {};
}

function requestRefused(reason: RequestRefusal, product: Product, disburseOn: string, t: TaskAsk['t']): FieldMessage {
  if (reason === 'product_not_offered') {
    return { field: 'form', message: t('El producto ya no está en oferta. Elige otro') };
  }
  if (reason === 'amount_outside_product' || reason === 'too_many_instalments_for_product') {
    return limitWords(reason, product, t);
  }
  return refusedQuote({ type: 'refused', reason, path: '' }, product.plan, disburseOn, t);
}

/** The product in the address, else the one that was chosen before. */
async function productAsked({ db, user }: TaskAsk, application: Application, asked: string | undefined) {
  const chosen = asked === undefined ? application.productId : /^[1-9]\d{0,8}$/.test(asked) ? Number(asked) : null;
  const product = chosen === null ? undefined : await findProduct(db, user.institutionId, chosen);
  return product?.active || product?.id === application.productId ? product : undefined;
}

async function choosePage({ db, t }: TaskAsk, application: Application) {
  const products = await activeProducts(db, application.institutionId);
  const data = {
    form: blankForm(),
    products: products.map((product) => ({
      to: `/solicitudes/${application.id}/credito?producto=${product.id}`,
      name: product.name,
      plan: planName(product.plan, t),
      rate: percent(product.ratePercent),
    })),
  };
  return page('applications/choose-product', t('Destino y monto'), data, { back: backToTasks(application, t) });
}

async function creditPage(
  { db, t, clock }: TaskAsk,
  application: Application,
  product: Product,
  typed: TypedRequest,
  form?: Form,
) {
  const saved = product.id === application.productId ? (application.request ?? {}) : {};
  const values = withTyped(
    { ...blankRequest(product.plan, clock.today()), ...saved, destino: application.purpose },
    typed,
  );
  const asSaved = !form && REQUEST_FIELDS.every((name) => typed[name] === undefined);
  const quote = asSaved && product.id === application.productId ? await quoteOfApplication(db, application) : undefined;
  const data = {
    id: application.id,
    form: form ?? blankForm(values),
    product: { id: product.id, name: product.name, rate: percent(product.ratePercent) },
    fields: requestFields(product.plan, clock.today(), t),
    amountHint: t('Entre {min} y {max}', {
      min: money(product.amountMin, product.currency),
      max: money(product.amountMax, product.currency),
    }),
    quote: quote ? quoteData(quote, t, product) : null,
  };
  return page('applications/credit', t('Destino y monto'), data, { back: backToTasks(application, t) });
}
