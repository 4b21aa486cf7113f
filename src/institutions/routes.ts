import { hashSecret } from '../auth/password';
import { once } from '../ledger/command';
import { nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import type { Translate } from '../web/locale';
import { notFound, page, redirect } from '../web/reply';
import { route, type Deps, type Route } from '../web/route';
import { addStaff } from './add-staff';
import { resetPassword, setActive } from './change-staff';
import { staffForm, staffParams } from './form';
import { oneTimePassword } from './one-time-password';
import { roleOptions, staffRow } from './page';
import { findInstitution, findStaff, staffOf } from './store';

export const institutionRoutes: Route[] = [
  route({
    method: 'get',
    path: '/personal',
    roles: ['administrator'],
    scope: 'institution',
    params: nothing,
    query: nothing,
    body: nothing,
    handle: async (ask) => {
      const staff = await staffOf(ask.db, ask.user.institutionId);
      return page('institutions/staff', ask.t('Personal'), {
        staff: staff.map((member) => staffRow(member, ask.user.id, ask.t)),
      });
    },
  }),
  route({
    method: 'get',
    path: '/personal/nuevo',
    roles: ['administrator'],
    scope: 'institution',
    params: nothing,
    query: nothing,
    body: nothing,
    handle: async (ask) => newStaffPage(ask.t, blankForm()),
  }),
  route({
    method: 'post',
    path: '/personal/nuevo',
    roles: ['administrator'],
    scope: 'institution',
    params: nothing,
    query: nothing,
    body: staffForm,
    invalid: async (ask, form) => newStaffPage(ask.t, form),
    handle: async (ask) => {
      const password = oneTimePassword();
      const passwordHash = await hashSecret(password);
      const command = { id: ask.commandId, kind: 'add-staff', content: ask.body };
      const outcome = await once(ask.db, ask.by, command, (trx) =>
        addStaff(trx, ask.by, { ...ask.body, passwordHash, mustChangePassword: true }),
      );
      const added = outcome.type === 'done' ? outcome.outcome : outcome;
      if (added.type === 'refused') {
        const message =
          added.reason === 'username_taken'
            ? ask.t('Ya hay una persona con ese usuario')
            : ask.t('Este formulario ya se usó para otra cosa. Ábrelo de nuevo');
        const { phone, ...rest } = ask.body;
        const form = { ...blankForm({ ...rest, phone: phone ?? '' }), commandId: ask.commandId };
        return { ...newStaffPage(ask.t, refusedForm(form, 'username', message)), status: 422 };
      }
      // A repeated form made no second account, and the password of the first was shown already.
      if (outcome.type === 'done' && outcome.repeated)
        return redirect('/personal', ask.t('La persona ya estaba registrada'));
      return passwordPage(ask, ask.t, ask.user.institutionId, added.staffId, password);
    },
  }),
  ...(['acceso', 'bloqueo'] as const).map((change) =>
    route({
      method: 'post',
      path: `/personal/:staff/${change}`,
      roles: ['administrator'],
      scope: 'institution',
      params: staffParams,
      query: nothing,
      body: nothing,
      handle: async (ask) => {
        const outcome = await setActive(ask.db, ask.by, ask.params.staff, change === 'acceso');
        if (outcome.type === 'done') {
          return redirect(
            '/personal',
            change === 'acceso' ? ask.t('La persona puede ingresar') : ask.t('La persona ya no puede ingresar'),
          );
        }
        return outcome.reason === 'not_found'
          ? notFound
          : redirect('/personal', ask.t('Nadie puede cambiar su propio acceso: pídelo a otro administrador'));
      },
    }),
  ),
  route({
    method: 'post',
    path: '/personal/:staff/clave',
    roles: ['administrator'],
    scope: 'institution',
    params: staffParams,
    query: nothing,
    body: nothing,
    handle: async (ask) => {
      const outcome = await resetPassword(ask.db, ask.by, ask.params.staff);
      if (outcome.type === 'done') {
        return passwordPage(ask, ask.t, ask.user.institutionId, ask.params.staff, outcome.password);
      }
      return outcome.reason === 'not_found' ? notFound : redirect('/clave');
    },
  }),
];

function newStaffPage(t: Translate, form: Form) {
  return page(
    'institutions/new-staff',
    t('Registrar a una persona'),
    { form, roles: roleOptions(t) },
    { back: { to: '/personal', label: t('Volver a Personal') } },
  );
}

/** The only time the password is seen; the page is not kept by the browser. */
async function passwordPage(
  { db }: Pick<Deps, 'db'>,
  t: Translate,
  institutionId: number,
  staffId: number,
  password: string,
) {
  const [member, institution] = await Promise.all([
    findStaff(db, institutionId, staffId),
    findInstitution(db, institutionId),
  ]);
  if (!member || !institution) return notFound;
  return page(
    'institutions/one-time-password',
    t('Contraseña de un solo uso'),
    { name: member.name, user: `${member.username}@${institution.code}`, password },
    { back: { to: '/personal', label: t('Volver a Personal') } },
  );
}
