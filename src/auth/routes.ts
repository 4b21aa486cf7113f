import { z } from 'zod';
import { nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import type { Translate } from '../web/locale';
import { homeOf } from '../web/navigation';
import { page, redirect } from '../web/reply';
import { route, type Deps, type Route } from '../web/route';
import { STAFF_ROLES } from '../web/user';
import { endSessions } from '../web/session-store';
import { changePassword, type PasswordChange } from './change-password';
import { demoAccounts } from './demo-accounts';
import { localeForm, passwordForm, signInForm } from './form';
import { signIn } from './sign-in';

const anyStaff = [...STAFF_ROLES];

export const authRoutes: Route[] = [
  route({
    method: 'get',
    path: '/entrar',
    roles: [],
    scope: 'public',
    params: nothing,
    query: z.strictObject({ volver: z.string().max(500).default('') }),
    body: nothing,
    handle: (ask) => signInPage(ask, ask.t, blankForm({ back: ask.query.volver })),
  }),
  route({
    method: 'post',
    path: '/entrar',
    roles: [],
    scope: 'public',
    params: nothing,
    query: nothing,
    body: signInForm,
    invalid: (ask, form) => signInPage(ask, ask.t, form),
    handle: async (ask) => {
      const { user, password, back } = ask.body;
      const outcome = await signIn(ask.db, ask.by, {
        user,
        password,
        ip: ask.session.ip,
        requestId: ask.by.actor.requestId,
      });
      if (outcome.type === 'refused') {
        const message =
          outcome.reason === 'wrong'
            ? ask.t('El usuario o la contraseña no coinciden. El usuario se escribe así: nombre@institución')
            : ask.t('Hubo demasiados intentos. Espera 15 minutos antes de volver a intentar');
        const again = await signInPage(ask, ask.t, refusedForm(blankForm({ user, back }), 'user', message));
        return { ...again, status: outcome.reason === 'wrong' ? 422 : 429 };
      }
      await ask.session.signIn(outcome);
      return redirect(back.startsWith('/') ? back : '/continuar');
    },
  }),
  route({
    method: 'get',
    path: '/continuar',
    roles: anyStaff,
    scope: 'self',
    params: nothing,
    query: nothing,
    body: nothing,
    handle: async (ask) => {
      const pending = ask.session.takePendingForm();
      if (!pending) return redirect(homeOf(ask.user.role));
      const fields = Object.entries(pending.fields).flatMap(([name, value]) =>
        [value].flat().map((single) => ({ name, value: single })),
      );
      return page('auth/continue', ask.t('Lo que escribiste está guardado'), { action: pending.path, fields });
    },
  }),
  route({
    method: 'post',
    path: '/salir',
    roles: [...anyStaff, 'farmer'],
    scope: 'self',
    params: nothing,
    query: nothing,
    body: nothing,
    handle: async (ask) => {
      await ask.session.signOut();
      return redirect(ask.user.role === 'farmer' ? '/mi-credito/entrar' : '/entrar', ask.t('Saliste del sistema'));
    },
  }),
  route({
    method: 'get',
    path: '/clave',
    roles: anyStaff,
    scope: 'self',
    params: nothing,
    query: nothing,
    body: nothing,
    handle: async (ask) => passwordPage(ask.t, blankForm()),
  }),
  route({
    method: 'post',
    path: '/clave',
    roles: anyStaff,
    scope: 'self',
    params: nothing,
    query: nothing,
    body: passwordForm,
    invalid: async (ask, form) => passwordPage(ask.t, form),
    handle: async (ask) => {
      const outcome = await changePassword(ask.db, ask.by, ask.body);
      if (outcome.type === 'refused') {
        const field = outcome.reason === 'current_is_wrong' ? 'current' : 'next';
        const again = passwordPage(ask.t, refusedForm(blankForm(), field, refusalSentence(outcome.reason, ask.t)));
        return { ...again, status: 422 };
      }
      await endSessions(ask.db, ask.user.institutionId, ask.user.id);
      await ask.session.signIn({ institutionId: ask.user.institutionId, staffId: ask.user.id });
      return redirect(homeOf(ask.user.role), ask.t('Tu contraseña cambió. Las demás sesiones se cerraron'));
    },
  }),
  route({
    method: 'post',
    path: '/idioma',
    roles: [],
    scope: 'public',
    params: nothing,
    query: nothing,
    body: localeForm,
    handle: async (ask) => {
      await ask.session.chooseLocale(ask.body.locale);
      return redirect(ask.body.back);
    },
  }),
  route({
    method: 'get',
    path: '/',
    roles: [...anyStaff, 'farmer'],
    scope: 'self',
    params: nothing,
    query: nothing,
    body: nothing,
    handle: async (ask) => redirect(homeOf(ask.user.role)),
  }),
];

async function signInPage(deps: Deps, t: Translate, form: Form) {
  return page('auth/sign-in', t('Ingresar a Mazorca'), { form, demo: await demoAccounts(deps) });
}

function passwordPage(t: Translate, form: Form) {
  return page('auth/password', t('Cambiar mi contraseña'), { form: { ...form, values: {} } });
}

function refusalSentence(reason: Extract<PasswordChange, { type: 'refused' }>['reason'], t: Translate): string {
  switch (reason) {
    case 'current_is_wrong':
      return t('La contraseña actual no coincide');
    case 'same_as_before':
      return t('La contraseña nueva debe ser distinta de la actual');
    case 'too_short':
      return t('La contraseña debe tener 12 caracteres o más');
    case 'too_long':
      return t('La contraseña puede tener hasta 128 caracteres');
    case 'too_common':
      return t('Esa contraseña es muy fácil de adivinar. Prueba con tres o cuatro palabras');
    case 'contains_username':
      return t('La contraseña no puede contener tu usuario');
  }
}
