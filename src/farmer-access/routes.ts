import { z } from 'zod';
import type { Config } from '../config';
import { idParam, nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import type { Translate } from '../web/locale';
import { notFound, page, redirect, type Page } from '../web/reply';
import { route, type Ask, type Route } from '../web/route';
import type { Role } from '../web/user';
import { activateDevice } from './activate-device';
import { addressIsUsedUp, countAddressFailure } from './address-limit';
import { spacedCode } from './code';
import { DEVICE_COOKIE, DEVICE_DAYS, deviceCookie } from './device';
import { activationForm, farmerSignInForm } from './form';
import { issueActivationCode } from './issue-activation-code';
import { activationRefusal, deviceLines, nameOf } from './page';
import { signInFarmer } from './sign-in-farmer';
import { devicesOf, findHolder, openCodeExpiry, pinHashOf } from './store';
import { unlinkDevice } from './unlink-device';

const enablers: Role[] = ['officer', 'manager'];
const farmerParams = z.strictObject({ id: idParam });

export const farmerAccessRoutes: Route[] = [
  route({
    method: 'get',
    path: '/productores/:id/acceso',
    roles: enablers,
    scope: 'institution',
    params: farmerParams,
    query: nothing,
    body: nothing,
    handle: async (ask) => {
      const { institutionId } = ask.user;
      const holder = await findHolder(ask.db, institutionId, ask.params.id);
      if (!holder) return notFound;
      const now = ask.clock.now();
      return page(
        'farmer-access/show',
        ask.t('Acceso de {name}', { name: nameOf(holder) }),
        {
          farmerId: holder.id,
          hasPin: (await pinHashOf(ask.db, institutionId, holder.id)) !== undefined,
          openCodeUntil: (await openCodeExpiry(ask.db, institutionId, holder.id, now)) ?? null,
          devices: deviceLines(await devicesOf(ask.db, institutionId, holder.id), now, ask.t),
          form: blankForm(),
        },
        { back: { to: `/productores/${holder.id}`, label: ask.t('Volver a {name}', { name: nameOf(holder) }) } },
      );
    },
  }),
  route({
    method: 'post',
    path: '/productores/:id/acceso/codigos',
    roles: enablers,
    scope: 'institution',
    params: farmerParams,
    query: nothing,
    body: nothing,
    // The slip is the answer itself and not a page of its own: the code is stored nowhere that a GET could read it from.
    handle: async (ask) => {
      const issued = await issueActivationCode(ask.db, ask.by, {
        commandId: ask.commandId,
        farmerId: ask.params.id,
        pepper: ask.config.pinPepper,
      });
      const holder = await findHolder(ask.db, ask.user.institutionId, ask.params.id);
      if (issued.type === 'refused' || !holder) return notFound;
      return page(
        'farmer-access/slip',
        ask.t('Tu código para ver tu crédito'),
        {
          name: nameOf(holder),
          institution: ask.user.institutionName,
          code: spacedCode(issued.code),
          expiresAt: issued.expiresAt,
          address: `${publicAddress(ask.config)}/mi-credito/activar`,
        },
        { layout: 'print', back: { to: `/productores/${holder.id}/acceso`, label: ask.t('Volver al acceso') } },
      );
    },
  }),
  route({
    method: 'post',
    path: '/productores/:id/acceso/celulares/:deviceId/baja',
    roles: enablers,
    scope: 'institution',
    params: z.strictObject({ id: idParam, deviceId: idParam }),
    query: nothing,
    body: nothing,
    handle: async (ask) => {
      const { id: farmerId, deviceId } = ask.params;
      const unlinked = await unlinkDevice(ask.db, ask.by, { commandId: ask.commandId, farmerId, deviceId });
      if (unlinked.type === 'refused' && unlinked.reason === 'device_not_found') return notFound;
      return redirect(
        `/productores/${farmerId}/acceso`,
        ask.t('El celular {number} quedó desvinculado', { number: deviceId }),
      );
    },
  }),
  route({
    method: 'get',
    path: '/mi-credito/activar',
    roles: [],
    scope: 'public',
    params: nothing,
    query: nothing,
    body: nothing,
    handle: async (ask) => activationPage(ask.t, blankForm()),
  }),
  route({
    method: 'post',
    path: '/mi-credito/activar',
    roles: [],
    scope: 'public',
    params: nothing,
    query: nothing,
    body: activationForm,
    invalid: async (ask, form) => activationPage(ask.t, form),
    handle: async (ask) => {
      const { dni, code, pin } = ask.body;
      const form = blankForm({ dni, code });
      if (await addressIsUsedUp(ask.db, ask.session.ip)) return tooMany(activationPage(ask.t, form), ask.t);
      const outcome = await activateDevice(ask.db, ask.by, { dni, code, pin, pepper: ask.config.pinPepper });
      if (outcome.type === 'refused') {
        if (outcome.reason === 'wrong') await countAddressFailure(ask.db, ask.session.ip);
        const { field, message } = activationRefusal(outcome.reason, ask.t);
        return { ...activationPage(ask.t, refusedForm(form, field, message)), status: 422 };
      }
      ask.session.setCookie(DEVICE_COOKIE, deviceCookie(outcome.device), DEVICE_DAYS);
      await ask.session.signIn({ institutionId: outcome.device.institutionId, farmerId: outcome.farmerId });
      return redirect('/mi-credito', ask.t('Listo: este celular quedó activado con tu clave'));
    },
  }),
  route({
    method: 'get',
    path: '/mi-credito/entrar',
    roles: [],
    scope: 'public',
    params: nothing,
    query: z.strictObject({ volver: z.string().max(500).default('') }),
    body: nothing,
    handle: async (ask) => signInPage(ask.t, blankForm({ back: ask.query.volver })),
  }),
  route({
    method: 'post',
    path: '/mi-credito/entrar',
    roles: [],
    scope: 'public',
    params: nothing,
    query: nothing,
    body: farmerSignInForm,
    invalid: async (ask, form) => signInPage(ask.t, form),
    handle: async (ask) => signInWith(ask, ask.body),
  }),
];

async function signInWith(ask: Ask<unknown, unknown, unknown>, { dni, pin, back }: z.output<typeof farmerSignInForm>) {
  const form = blankForm({ dni, back });
  if (await addressIsUsedUp(ask.db, ask.session.ip)) return tooMany(signInPage(ask.t, form), ask.t);
  const outcome = await signInFarmer(ask.db, ask.by, {
    dni,
    pin,
    deviceCookie: ask.session.readCookie(DEVICE_COOKIE),
    pepper: ask.config.pinPepper,
  });
  if (outcome.type === 'refused') {
    await countAddressFailure(ask.db, ask.session.ip);
    const message = ask.t(
      'No pudimos abrir tu crédito con ese DNI y esa clave en este celular. Si te equivocaste varias veces, espera una hora. Si sigue igual, pide a tu asesor un código nuevo',
    );
    return { ...signInPage(ask.t, refusedForm(form, 'dni', message)), status: 422 };
  }
  ask.session.setCookie(DEVICE_COOKIE, deviceCookie(outcome.device), DEVICE_DAYS);
  await ask.session.signIn(outcome);
  return redirect(back.startsWith('/mi-credito') ? back : '/mi-credito');
}

/** Where telephones reach the program; on somebody's own machine that is the machine itself. */
function publicAddress({ publicUrl, host, port }: Config): string {
  return publicUrl ?? `http://${host}:${port}`;
}

function activationPage(t: Translate, form: Form): Page {
  return page('farmer-access/activate', t('Activar este celular'), { form }, { layout: 'farmer' });
}

function signInPage(t: Translate, form: Form): Page {
  return page('farmer-access/sign-in', t('Ver mi crédito'), { form }, { layout: 'farmer' });
}

function tooMany(again: Page, t: Translate): Page {
  const form = again.data['form'] as Form;
  const message = t('Hubo demasiados intentos desde este lugar. Espera una hora y vuelve a probar');
  return { ...again, data: { form: refusedForm(form, 'form', message) }, status: 429 };
}
