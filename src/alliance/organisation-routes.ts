import type { Knex } from '../db/connect';
import { nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import type { Translate } from '../web/locale';
import { page, redirect, type Page } from '../web/reply';
import { route, type Route } from '../web/route';
import type { Role } from '../web/user';
import { addPartnerOrganisation } from './add-partner-organisation';
import { organisationForm } from './form';
import { departmentOptions, kindOptions } from './page';
import { departments } from './store';

const facilitator: Role[] = ['facilitator'];

export const organisationRoutes: Route[] = [
  route({
    method: 'get',
    path: '/alianza/organizaciones/nueva',
    roles: facilitator,
    scope: 'alliance',
    params: nothing,
    query: nothing,
    body: nothing,
    handle: ({ db, t }) => newOrganisationPage(db, blankForm(), t),
  }),
  route({
    method: 'post',
    path: '/alianza/organizaciones/nueva',
    roles: facilitator,
    scope: 'alliance',
    params: nothing,
    query: nothing,
    body: organisationForm,
    invalid: ({ db, t }, form) => newOrganisationPage(db, form, t),
    handle: async ({ db, by, body, commandId, typed, t }) => {
      const added = await addPartnerOrganisation(db, by, { commandId, ...body });
      if (added.type === 'done') {
        return redirect(`/alianza/organizaciones/${added.partnerOrganisationId}`, t('Organización registrada'));
      }
      const form =
        added.reason === 'organisation_exists'
          ? refusedForm(blankForm(typed), 'name', t('Ya hay una organización con ese nombre'))
          : refusedForm(
              blankForm(typed),
              'form',
              t('Este formulario ya se envió con otros datos. Revisa y envíalo otra vez'),
            );
      return { ...(await newOrganisationPage(db, form, t)), status: 422 };
    },
  }),
];

async function newOrganisationPage(db: Knex, form: Form, t: Translate): Promise<Page> {
  const data = { form, kinds: kindOptions(t), regions: departmentOptions(await departments(db), t) };
  return page('alliance/new-organisation', t('Agregar una organización'), data, {
    back: { to: '/alianza/organizaciones', label: t('Organizaciones aliadas') },
  });
}
