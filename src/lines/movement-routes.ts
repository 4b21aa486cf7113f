import type { z } from 'zod';
import { nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import { date, money } from '../web/format';
import type { Translate } from '../web/locale';
import { notFound, page, redirect, type Page } from '../web/reply';
import { route, type Ask, type Route } from '../web/route';
import { findOwnLine, LINE_WRITERS } from './access';
import { drawDown } from './draw-down';
import { lineParams, movementForm, movementParams, reversalForm } from './form';
import { movementsOfLine } from './movement-store';
import { repayLine } from './repay-line';
import { reverseMovement } from './reverse-movement';
import { movementWords } from './show-page';
import { fundsOf, leftToDraw, type CreditLine } from './store';
import { movementComplaint, reversalComplaint } from './words';

/** The two movements that are entered: their page, their use case and what is said when it is done. */
const MOVEMENTS = {
  disposicion: { view: 'lines/draw-down', title: drawdownTitle, post: drawDown, notice: drawdownNotice },
  'pago-al-fondeador': { view: 'lines/repay', title: repaymentTitle, post: repayLine, notice: repaymentNotice },
} as const;

export const movementRoutes: Route[] = [
  ...movementPair('disposicion'),
  ...movementPair('pago-al-fondeador'),
  route({
    method: 'get',
    path: '/lineas/:institution/:line/movimientos/:movement/extorno',
    roles: LINE_WRITERS,
    scope: 'alliance',
    params: movementParams,
    query: nothing,
    body: nothing,
    handle: async (ask) => (await reversalPage(ask, blankForm())) ?? notFound,
  }),
  route({
    method: 'post',
    path: '/lineas/:institution/:line/movimientos/:movement/extorno',
    roles: LINE_WRITERS,
    scope: 'alliance',
    params: movementParams,
    query: nothing,
    body: reversalForm,
    invalid: async (ask, form) => (await reversalPage(ask, form)) ?? notFound,
    handle: async (ask) => {
      const { db, by, user, params, body, commandId, typed, t } = ask;
      const line = await findOwnLine(db, user, params.institution, params.line);
      if (!line) return notFound;
      const reversed = await reverseMovement(db, by, {
        commandId,
        institutionId: line.institutionId,
        lineId: line.id,
        movementId: params.movement,
        reason: body.reason,
      });
      if (reversed.type === 'done') return redirect(pathOf(line), t('Movimiento extornado'));
      const { field, message } = reversalComplaint(reversed.reason, t);
      const again = await reversalPage(ask, refusedForm(blankForm(typed), field, message));
      return again ? { ...again, status: 422 } : notFound;
    },
  }),
];

function movementPair(slug: keyof typeof MOVEMENTS): Route[] {
  const movement = MOVEMENTS[slug];
  const shared = {
    path: `/lineas/:institution/:line/${slug}`,
    roles: LINE_WRITERS,
    scope: 'alliance',
    params: lineParams,
    query: nothing,
  } as const;
  const formPage = async ({ db, user, params, t, clock }: LineAsk, form: Form): Promise<Page | undefined> => {
    const line = await findOwnLine(db, user, params.institution, params.line);
    if (!line) return undefined;
    const figures = { outstanding: fundsOf(line).outstanding, toDraw: leftToDraw(line, clock.today()) };
    const data = { form, line, action: `${pathOf(line)}/${slug}`, ...figures };
    return page(movement.view, movement.title(t), data, { back: { to: pathOf(line), label: line.name } });
  };
  return [
    route({
      ...shared,
      method: 'get',
      body: nothing,
      handle: async (ask) => (await formPage(ask, blankForm({ valueDate: date(ask.clock.today()) }))) ?? notFound,
    }),
    route({
      ...shared,
      method: 'post',
      body: movementForm,
      invalid: async (ask, form) => (await formPage(ask, form)) ?? notFound,
      handle: async (ask) => {
        const { db, by, user, params, body, commandId, typed, t } = ask;
        const line = await findOwnLine(db, user, params.institution, params.line);
        if (!line) return notFound;
        const input = { commandId, institutionId: line.institutionId, lineId: line.id, ...body };
        const posted = await movement.post(db, by, input);
        if (posted.type === 'done')
          return redirect(pathOf(line), movement.notice(money(body.amount, line.currency), t));
        const { field, message } = movementComplaint(posted, line, t);
        const again = await formPage(ask, refusedForm(blankForm(typed), field, message));
        return again ? { ...again, status: 422 } : notFound;
      },
    }),
  ];
}

type LineAsk = Pick<Ask<z.output<typeof lineParams>, unknown, unknown>, 'db' | 'user' | 'params' | 't' | 'clock'>;
type MovementAsk = Pick<Ask<z.output<typeof movementParams>, unknown, unknown>, 'db' | 'user' | 'params' | 't'>;

async function reversalPage({ db, user, params, t }: MovementAsk, form: Form): Promise<Page | undefined> {
  const line = await findOwnLine(db, user, params.institution, params.line);
  const movements = line ? await movementsOfLine(db, line.institutionId, line.id) : [];
  const movement = movements.find(({ id, reverses }) => id === params.movement && reverses === null);
  if (!line || !movement) return undefined;
  const { outstanding } = fundsOf(line);
  const data = {
    form,
    action: `${pathOf(line)}/movimientos/${movement.id}/extorno`,
    line,
    movement: { ...movement, what: movementWords(movement, t) },
    debtAfter: outstanding + (movement.kind === 'drawdown' ? -movement.amount : movement.amount),
  };
  return page('lines/reverse', t('Extornar un movimiento'), data, { back: { to: pathOf(line), label: line.name } });
}

function pathOf(line: CreditLine): string {
  return `/lineas/${line.institutionId}/${line.id}`;
}

function drawdownTitle(t: Translate): string {
  return t('Registrar una disposición');
}

function repaymentTitle(t: Translate): string {
  return t('Registrar un pago al fondeador');
}

function drawdownNotice(amount: string, t: Translate): string {
  return t('Disposición de {amount} registrada', { amount });
}

function repaymentNotice(amount: string, t: Translate): string {
  return t('Pago al fondeador de {amount} registrado', { amount });
}
