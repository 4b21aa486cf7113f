import { z } from 'zod';
import { idParam, nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import { date } from '../web/format';
import type { Translate } from '../web/locale';
import { notFound, page, redirect, type Page } from '../web/reply';
import { route, type Deps, type Route } from '../web/route';
import type { StaffRole, User } from '../web/user';
import { approvalLevelHistory } from './approval-level-store';
import { createProduct, type ProductCreated } from './create-product';
import { approvalLevelForm, offerForm, productForm } from './form';
import type { FieldMessage } from './quote-words';
import { offerProduct } from './offer-product';
import { levelsPage, productDetail, productFormPage, productRow } from './page';
import { setApprovalLevel } from './set-approval-level';
import { allProducts, findProduct } from './store';

const readers: StaffRole[] = ['officer', 'manager', 'risk', 'administrator', 'auditor'];
const setters: StaffRole[] = ['administrator'];
const byId = z.strictObject({ id: idParam });

export const productRoutes: Route[] = [
  route({
    method: 'get',
    path: '/productos',
    roles: readers,
    scope: 'institution',
    params: nothing,
    query: nothing,
    body: nothing,
    handle: async (ask) => {
      const products = await allProducts(ask.db, ask.user.institutionId);
      const data = { products: products.map((product) => productRow(product, ask.t)), maySet: maySet(ask.user) };
      return page('products/list', ask.t('Productos'), data);
    },
  }),
  route({
    method: 'get',
    path: '/productos/nuevo',
    roles: setters,
    scope: 'institution',
    params: nothing,
    query: nothing,
    body: nothing,
    handle: async (ask) => newProductPage(blankForm({ currency: 'PEN', plan: 'harvest' }), ask.t),
  }),
  route({
    method: 'post',
    path: '/productos',
    roles: setters,
    scope: 'institution',
    params: nothing,
    query: nothing,
    body: productForm,
    invalid: async (ask, form) => newProductPage(form, ask.t),
    handle: async (ask) => {
      const { disbursementFee = 0, instalmentFee = 0, ...fields } = ask.body;
      const input = { ...fields, disbursementFee, instalmentFee, commandId: ask.commandId };
      const created = await createProduct(ask.db, ask.by, input);
      if (created.type === 'done') {
        return redirect(`/productos/${created.productId}`, ask.t('Producto creado'));
      }
      const { field, message } = refusalWords(created.reason, ask.t);
      return { ...newProductPage(refusedForm(blankForm(ask.typed), field, message), ask.t), status: 422 };
    },
  }),
  route({
    method: 'get',
    path: '/productos/niveles',
    roles: readers,
    scope: 'institution',
    params: nothing,
    query: nothing,
    body: nothing,
    handle: async (ask) => approvalLevels(ask, blankForm({ currency: 'PEN' })),
  }),
  route({
    method: 'post',
    path: '/productos/niveles',
    roles: setters,
    scope: 'institution',
    params: nothing,
    query: nothing,
    body: approvalLevelForm,
    invalid: (ask, form) => approvalLevels(ask, form),
    handle: async (ask) => {
      const set = await setApprovalLevel(ask.db, ask.by, { ...ask.body, commandId: ask.commandId });
      if (set.type === 'done') {
        return redirect('/productos/niveles', ask.t('Nivel de autonomía registrado'));
      }
      const message =
        set.reason === 'command_reused'
          ? ask.t('Este formulario ya se envió con otros datos. Revisa y envíalo otra vez')
          : ask.t('Ya hay un valor desde el {date}. Registra el nuevo desde otra fecha', {
              date: date(ask.body.validFrom),
            });
      const field = set.reason === 'command_reused' ? 'form' : 'validFrom';
      return { ...(await approvalLevels(ask, refusedForm(blankForm(ask.typed), field, message))), status: 422 };
    },
  }),
  route({
    method: 'get',
    path: '/productos/:id',
    roles: readers,
    scope: 'institution',
    params: byId,
    query: nothing,
    body: nothing,
    handle: async (ask) => {
      const product = await findProduct(ask.db, ask.user.institutionId, ask.params.id);
      if (!product) return notFound;
      const data = { product: productDetail(product, ask.t), maySet: maySet(ask.user), form: blankForm() };
      return page('products/show', product.name, data, { back: backToList(ask.t) });
    },
  }),
  route({
    method: 'post',
    path: '/productos/:id/oferta',
    roles: setters,
    scope: 'institution',
    params: byId,
    query: nothing,
    body: offerForm,
    handle: async (ask) => {
      const { active } = ask.body;
      const offered = await offerProduct(ask.db, ask.by, {
        commandId: ask.commandId,
        productId: ask.params.id,
        active,
      });
      if (offered.type === 'refused' && offered.reason === 'product_unknown') return notFound;
      const notice = active ? ask.t('El producto está en oferta') : ask.t('El producto está retirado de la oferta');
      return redirect(`/productos/${ask.params.id}`, notice);
    },
  }),
];

function newProductPage(form: Form, t: Translate): Page {
  return page('products/new', t('Nuevo producto'), productFormPage(form, t), { back: backToList(t) });
}

async function approvalLevels(ask: Deps & { user: User; t: Translate }, form: Form): Promise<Page> {
  const levels = await approvalLevelHistory(ask.db, ask.user.institutionId);
  const data = levelsPage(levels, form, maySet(ask.user), ask.t);
  return page('products/levels', ask.t('Niveles de autonomía'), data, { back: backToList(ask.t) });
}

function refusalWords(reason: (ProductCreated & { type: 'refused' })['reason'], t: Translate): FieldMessage {
  const words: Record<typeof reason, FieldMessage> = {
    name_taken: { field: 'name', message: t('Ya hay un producto con ese nombre') },
    amounts_out_of_order: {
      field: 'amountMax',
      message: t('El monto máximo debe ser igual o mayor que el mínimo'),
    },
    rate_above_cap: { field: 'ratePercent', message: t('La TEA supera la tasa máxima legal de hoy') },
    late_rate_above_cap: { field: 'lateRatePercent', message: t('La tasa moratoria supera la máxima legal de hoy') },
    command_reused: {
      field: 'form',
      message: t('Este formulario ya se envió con otros datos. Revisa y envíalo otra vez'),
    },
  };
  return words[reason];
}

function backToList(t: Translate) {
  return { to: '/productos', label: t('Productos') };
}

function maySet(user: User): boolean {
  return user.role === 'administrator';
}
