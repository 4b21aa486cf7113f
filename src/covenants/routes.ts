import type { Knex } from '../db/connect';
import { findOwnLine, LINE_READERS } from '../lines/access';
import type { CreditLine } from '../lines/store';
import { nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import type { Translate } from '../web/locale';
import { notFound, page, redirect, type Page } from '../web/reply';
import { route, type Route } from '../web/route';
import type { Role, User } from '../web/user';
import { agreeCovenant } from './agree-covenant';
import { covenantForm, covenantLineParams, covenantParams, waiverForm } from './form';
import { measuresOn } from './measure-store';
import { covenantRows, covenantsPath } from './page';
import { covenantsOf, FORMULAS, OPERATORS, TEST_EVERY, testsOf, waiversOf } from './store';
import { waiveCovenant } from './waive-covenant';
import { everyName, formulaName, operatorName } from './words';

const facilitator: Role[] = ['facilitator'];
const PATH = '/lineas/:institution/:line/covenants';

export const covenantRoutes: Route[] = [
  route({
    method: 'get',
    path: PATH,
    roles: LINE_READERS,
    scope: 'alliance',
    params: covenantLineParams,
    query: nothing,
    body: nothing,
    handle: async ({ db, user, params, clock, t }) => {
      const line = await findOwnLine(db, user, params.institution, params.line);
      return line ? covenantsPage(db, user, line, blankForm({}), clock.today(), t) : notFound;
    },
  }),
  route({
    method: 'post',
    path: PATH,
    roles: facilitator,
    scope: 'alliance',
    params: covenantLineParams,
    query: nothing,
    body: covenantForm,
    invalid: async ({ db, user, params, clock, t }, form) => {
      const line = await findOwnLine(db, user, params.institution, params.line);
      return line ? covenantsPage(db, user, line, form, clock.today(), t) : notFound;
    },
    handle: async ({ db, by, user, params, body, typed, commandId, clock, t }) => {
      const line = await findOwnLine(db, user, params.institution, params.line);
      if (!line) return notFound;
      const { institutionId, id: lineId } = line;
      const agreed = await agreeCovenant(db, by, { commandId, institutionId, lineId, ...body });
      if (agreed.type === 'done') return redirect(covenantsPath(line), t('Covenant registrado'));
      const form = refusedForm(blankForm(typed), 'formula', t('Esta página ya se usó. Vuelve a enviar el formulario.'));
      return { ...(await covenantsPage(db, user, line, form, clock.today(), t)), status: 422 };
    },
  }),
  route({
    method: 'get',
    path: `${PATH}/:covenant/dispensa`,
    roles: facilitator,
    scope: 'alliance',
    params: covenantParams,
    query: nothing,
    body: nothing,
    handle: async ({ db, user, params, t }) => waiverPage(db, user, params, blankForm({}), t),
  }),
  route({
    method: 'post',
    path: `${PATH}/:covenant/dispensa`,
    roles: facilitator,
    scope: 'alliance',
    params: covenantParams,
    query: nothing,
    body: waiverForm,
    invalid: async ({ db, user, params, t }, form) => waiverPage(db, user, params, form, t),
    handle: async ({ db, by, user, params, body, typed, commandId, t }) => {
      const line = await findOwnLine(db, user, params.institution, params.line);
      if (!line) return notFound;
      const { institutionId, id: lineId } = line;
      const asked = { commandId, institutionId, lineId, covenantId: params.covenant, ...body };
      const waived = await waiveCovenant(db, by, asked);
      if (waived.type === 'done') return redirect(covenantsPath(line), t('Dispensa registrada'));
      const message =
        waived.reason === 'ends_before_it_begins'
          ? t('La dispensa no puede terminar antes de empezar')
          : t('Esta página ya se usó. Vuelve a enviar el formulario.');
      const shown = await waiverPage(db, user, params, refusedForm(blankForm(typed), 'until', message), t);
      return shown.type === 'page' ? { ...shown, status: 422 } : shown;
    },
  }),
];

async function covenantsPage(
  db: Knex,
  user: User,
  line: CreditLine,
  form: Form,
  today: string,
  t: Translate,
): Promise<Page> {
  const covenants = await covenantsOf(db, line.institutionId, line.id);
  const ids = covenants.map(({ id }) => id);
  const view = {
    covenants,
    tests: await testsOf(db, line.institutionId, ids),
    waivers: await waiversOf(db, line.institutionId, ids),
    measureOf: await measuresOn(db, { institutionId: line.institutionId, lineId: line.id, asOf: today, today }),
  };
  const data = {
    form,
    mayWrite: facilitator.includes(user.role),
    action: covenantsPath(line),
    rows: covenantRows(line, view, today, t),
    formulas: FORMULAS.map((value) => ({ value, label: formulaName(value, t) })),
    operators: OPERATORS.map((value) => ({ value, label: operatorName(value, t) })),
    every: TEST_EVERY.map((value) => ({ value, label: everyName(value, t) })),
  };
  const back = { to: `/lineas/${line.institutionId}/${line.id}`, label: line.name };
  return page('covenants/list', t('Covenants de {line}', { line: line.name }), data, { back });
}

async function waiverPage(
  db: Knex,
  user: User,
  params: { readonly institution: number; readonly line: number; readonly covenant: number },
  form: Form,
  t: Translate,
): Promise<Page | typeof notFound> {
  const line = await findOwnLine(db, user, params.institution, params.line);
  const covenant =
    line && (await covenantsOf(db, line.institutionId, line.id)).find(({ id }) => id === params.covenant);
  if (!line || !covenant) return notFound;
  const action = `${covenantsPath(line)}/${covenant.id}/dispensa`;
  const back = { to: covenantsPath(line), label: t('Covenants') };
  const title = t('Dispensa: {covenant}', { covenant: formulaName(covenant.formula, t) });
  return page('covenants/waive', title, { form, action }, { back });
}
