import type { z } from 'zod';
import { nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import type { Translate } from '../web/locale';
import { notFound, page, redirect, type Page } from '../web/reply';
import { route, type Ask, type Route } from '../web/route';
import type { Role } from '../web/user';
import { letterForm, letterParams, organisationParams, withdrawalForm } from './form';
import { letterRow } from './page';
import { recordLetter, type LetterRecorded } from './record-letter';
import { departments, findOrganisation, letters } from './store';
import { withdrawLetter, type LetterWithdrawn } from './withdraw-letter';

const facilitator: Role[] = ['facilitator'];

const letterPath = {
  path: '/alianza/organizaciones/:organisation/carta',
  roles: facilitator,
  scope: 'alliance',
  params: organisationParams,
  query: nothing,
} as const;

const withdrawalPath = {
  path: '/alianza/organizaciones/:organisation/cartas/:letter/retiro',
  roles: facilitator,
  scope: 'alliance',
  params: letterParams,
  query: nothing,
} as const;

export const letterRoutes: Route[] = [
  route({
    ...letterPath,
    method: 'get',
    body: nothing,
    handle: async (ask) => (await newLetterPage(ask, blankForm())) ?? notFound,
  }),
  route({
    ...letterPath,
    method: 'post',
    body: letterForm,
    invalid: async (ask, form) => (await newLetterPage(ask, form)) ?? notFound,
    handle: async (ask) => {
      const { db, by, params, body, commandId, typed, t } = ask;
      const recorded = await recordLetter(db, by, { commandId, partnerOrganisationId: params.organisation, ...body });
      if (recorded.type === 'done') return redirect(pathOf(params.organisation), t('Carta de intención registrada'));
      const { field, message } = letterComplaint(recorded.reason, t);
      const again = await newLetterPage(ask, refusedForm(blankForm(typed), field, message));
      return again ? { ...again, status: 422 } : notFound;
    },
  }),
  route({
    ...withdrawalPath,
    method: 'get',
    body: nothing,
    handle: async (ask) => (await withdrawalPage(ask, blankForm())) ?? notFound,
  }),
  route({
    ...withdrawalPath,
    method: 'post',
    body: withdrawalForm,
    invalid: async (ask, form) => (await withdrawalPage(ask, form)) ?? notFound,
    handle: async (ask) => {
      const { db, by, params, body, commandId, typed, t } = ask;
      if (!(await withdrawalPage(ask, blankForm()))) return notFound;
      const withdrawn = await withdrawLetter(db, by, { commandId, letterId: params.letter, reason: body.reason });
      if (withdrawn.type === 'done') return redirect(pathOf(params.organisation), t('Carta retirada'));
      const message = withdrawalComplaint(withdrawn.reason, t);
      const again = await withdrawalPage(ask, refusedForm(blankForm(typed), 'form', message));
      return again ? { ...again, status: 422 } : notFound;
    },
  }),
];

type OrganisationAsk = Pick<Ask<z.output<typeof organisationParams>, unknown, unknown>, 'db' | 'params' | 't'>;
type LetterAsk = Pick<Ask<z.output<typeof letterParams>, unknown, unknown>, 'db' | 'params' | 't'>;

async function newLetterPage({ db, params, t }: OrganisationAsk, form: Form): Promise<Page | undefined> {
  const organisation = await findOrganisation(db, params.organisation);
  if (!organisation) return undefined;
  const data = {
    form,
    organisation,
    regions: (await departments(db)).map(({ code, name }) => ({ value: code, label: name })),
  };
  return page('alliance/new-letter', t('Registrar una carta de intención'), data, {
    back: { to: pathOf(organisation.id), label: organisation.name },
  });
}

async function withdrawalPage({ db, params, t }: LetterAsk, form: Form): Promise<Page | undefined> {
  const organisation = await findOrganisation(db, params.organisation);
  const letter = (await letters(db, params.organisation)).find(({ id }) => id === params.letter);
  if (!organisation || !letter) return undefined;
  const data = { form, organisation, letter: letterRow(letter, await departments(db), t) };
  return page('alliance/withdraw-letter', t('Retirar una carta de intención'), data, {
    back: { to: pathOf(organisation.id), label: organisation.name },
  });
}

function letterComplaint(reason: Extract<LetterRecorded, { type: 'refused' }>['reason'], t: Translate) {
  const words: Record<typeof reason, { field: string; message: string }> = {
    date_in_future: { field: 'signedOn', message: t('La fecha no puede ser posterior a hoy') },
    organisation_unknown: { field: 'form', message: t('Esa organización ya no existe') },
    command_reused: {
      field: 'form',
      message: t('Este formulario ya se envió con otros datos. Revisa y envíalo otra vez'),
    },
  };
  return words[reason];
}

function withdrawalComplaint(reason: Extract<LetterWithdrawn, { type: 'refused' }>['reason'], t: Translate): string {
  const words: Record<typeof reason, string> = {
    already_withdrawn: t('Esa carta ya está retirada'),
    letter_unknown: t('Esa carta no existe'),
    command_reused: t('Este formulario ya se envió con otros datos. Revisa y envíalo otra vez'),
  };
  return words[reason];
}

function pathOf(organisationId: number): string {
  return `/alianza/organizaciones/${organisationId}`;
}
