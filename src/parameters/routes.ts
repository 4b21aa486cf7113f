import type { StaffUser, User } from '../web/user';
import { nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import { date } from '../web/format';
import type { Translate } from '../web/locale';
import { notFound, page, redirect, type Reply } from '../web/reply';
import { route, type Ask, type Deps, type Route } from '../web/route';
import { parameterForm, parameterParams } from './form';
import { namesFor, PARAMETER_NAMES, type ParameterName } from './kinds';
import { formPage, history, overview, withFigureNames } from './page';
import { setParameter, type ParameterSet } from './set-parameter';
import { historyOf, institutionKind, parameterOn } from './store';
import { parameterTitle } from './words';

const readers: StaffUser['role'][] = ['administrator', 'risk', 'auditor', 'facilitator'];
const setters: StaffUser['role'][] = ['administrator', 'facilitator'];

export const parameterRoutes: Route[] = [
  route({
    method: 'get',
    path: '/parametros',
    roles: readers,
    scope: 'institution',
    params: nothing,
    query: nothing,
    body: nothing,
    handle: async (ask) => {
      const { institutionId } = ask.user;
      const names = namesFor(await institutionKind(ask.db, institutionId));
      const today = ask.clock.today();
      const values = await Promise.all(
        names.map(async (name) => ({ name, value: await parameterOn(ask.db, institutionId, name, today) })),
      );
      return page('parameters/list', ask.t('Parámetros'), { parameters: overview(values, ask.t), today });
    },
  }),
  route({
    method: 'get',
    path: '/parametros/:name',
    roles: readers,
    scope: 'institution',
    params: parameterParams,
    query: nothing,
    body: nothing,
    handle: async (ask) => {
      const { name } = ask.params;
      if (!(await keeps(ask, name))) return notFound;
      const values = await historyOf(ask.db, ask.user.institutionId, name);
      const data = { name, values: history(values, ask.clock.today(), ask.t), maySet: maySet(ask.user) };
      return page('parameters/show', parameterTitle(name, ask.t), data, { back: backToList(ask.t) });
    },
  }),
  route({
    method: 'get',
    path: '/parametros/:name/nuevo',
    roles: setters,
    scope: 'institution',
    params: parameterParams,
    query: nothing,
    body: nothing,
    handle: async (ask) => {
      const { name } = ask.params;
      if (!(await keeps(ask, name))) return notFound;
      const [latest] = await historyOf(ask.db, ask.user.institutionId, name);
      return newValuePage(name, blankForm({ ...latest?.figures, status: 'entered' }), ask.t);
    },
  }),
  ...PARAMETER_NAMES.map(newValueRoute),
];

/** One route per name, because each has its own figures and the schema of a form is strict. */
function newValueRoute(name: ParameterName): Route {
  return route({
    method: 'post',
    path: `/parametros/${name}/valores`,
    roles: setters,
    scope: 'institution',
    params: nothing,
    query: nothing,
    body: parameterForm(name),
    invalid: async (ask, form) =>
      (await keeps(ask, name)) ? newValuePage(name, withFigureNames(name, form, ask.t), ask.t) : notFound,
    handle: async (ask) => {
      if (!(await keeps(ask, name))) return notFound;
      const { validFrom, validTo, source, status, ...figures } = ask.body;
      const set = await setParameter(ask.db, ask.by, {
        commandId: ask.commandId,
        name,
        validFrom,
        ...(validTo !== undefined && { validTo }),
        figures,
        source,
        status,
      });
      if (set.type === 'done') {
        return redirect(`/parametros/${name}`, ask.t('Valor registrado desde el {date}', { date: date(validFrom) }));
      }
      const { field, message } = refusalWords(set, validFrom, ask.t);
      return refusedPage(name, ask, field, message);
    },
  });
}

function refusedPage(
  name: ParameterName,
  ask: Pick<Ask<unknown, unknown, unknown>, 'typed' | 't'>,
  field: string,
  message: string,
): Reply {
  const form = withFigureNames(name, refusedForm(blankForm(ask.typed), field, message), ask.t);
  return { ...newValuePage(name, form, ask.t), status: 422 };
}

function refusalWords(refusal: ParameterSet & { type: 'refused' }, validFrom: string, t: Translate) {
  switch (refusal.reason) {
    case 'command_reused':
      return { field: 'form', message: t('Este formulario ya se envió con otros datos. Revisa y envíalo otra vez') };
    case 'already_set_from_that_date':
      return {
        field: 'validFrom',
        message: t('Ya hay un valor desde el {date}. Registra el nuevo desde otra fecha', { date: date(validFrom) }),
      };
    case 'ends_before_it_begins':
      return { field: 'validTo', message: t('La fecha final debe ser igual o posterior a la inicial') };
    case 'shares_must_add_up_to_100':
      return { field: refusal.key, message: t('Los porcentajes deben sumar 100') };
    default:
      return { field: refusal.key, message: t('El valor está fuera de lo posible') };
  }
}

function newValuePage(name: ParameterName, form: Form, t: Translate) {
  return page('parameters/new', parameterTitle(name, t), formPage(name, form, t), {
    back: { to: `/parametros/${name}`, label: t('Valores registrados') },
  });
}

function backToList(t: Translate) {
  return { to: '/parametros', label: t('Parámetros') };
}

async function keeps({ db, user }: Pick<Deps, 'db'> & { user: User }, name: ParameterName): Promise<boolean> {
  return namesFor(await institutionKind(db, user.institutionId)).includes(name);
}

function maySet(user: User): boolean {
  return user.kind === 'staff' && setters.includes(user.role);
}
