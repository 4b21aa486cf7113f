import type { Request, Response } from 'express';
import type { Clock } from '../clock';
import type { Form } from './form';
import { LOCALES, type Locale, type Translate } from './locale';
import { navigationFor } from './navigation';
import { leaveNotice, takeNotice } from './notice';
import type { File, Page, Reply } from './reply';
import { signedInUser } from './signed-in';
import type { Deps } from './route';
import type { Shell, Views } from './views';

/** What it takes to turn a reply into bytes. */
export interface Sender {
  readonly views: Views;
  readonly deps: Deps;
  readonly csrfToken: (request: Request) => string;
  readonly t: (request: Request) => Translate;
}

export async function sendReply(sender: Sender, request: Request, response: Response, reply: Reply): Promise<void> {
  switch (reply.type) {
    case 'page':
      return sendPage(sender, request, response, reply);
    case 'redirect':
      if (reply.notice !== undefined) leaveNotice(response, sender.deps, reply.notice);
      response.redirect(303, localPath(reply.to));
      return;
    case 'file':
      return sendFile(response, reply);
    case 'forbidden':
      return sendPage(sender, request, response, plainPage(sender.t(request), 403));
    case 'not-found':
      return sendPage(sender, request, response, plainPage(sender.t(request), 404));
  }
}

export type Problem = 403 | 404 | 413 | 500 | 503 | 'cannot-save';

/** The pages for what went wrong, in plain words; they never say more than the person may know. */
export function plainPage(t: Translate, problem: Problem, code = ''): Page {
  const words = {
    403: [
      t('No tienes permiso para ver esta página'),
      t('Si la necesitas para tu trabajo, pídela al administrador de tu institución.'),
    ],
    404: [t('No encontramos esta página'), t('Revisa la dirección, o vuelve al inicio y busca desde allí.')],
    413: [t('Lo enviado es demasiado grande'), t('Envía menos texto de una vez.')],
    500: [
      t('Algo falló de nuestro lado'),
      t(
        'Lo que escribiste no se registró dos veces. Vuelve atrás e inténtalo de nuevo; si sigue fallando, avisa al administrador con este código: {code}',
        { code },
      ),
    ],
    503: [
      t('El sistema está ocupado'),
      t('Vuelve atrás e inténtalo de nuevo en un minuto: lo que escribiste no se registrará dos veces.'),
    ],
    'cannot-save': [
      t('No se puede guardar nada ahora'),
      t(
        'El disco donde están los datos está lleno o no deja escribir. Se puede seguir consultando. Avisa al administrador; cuando lo resuelva, vuelve atrás e inténtalo de nuevo: lo que escribiste no se registrará dos veces.',
      ),
    ],
  }[problem];
  const status = problem === 'cannot-save' ? 503 : problem;
  return { type: 'page', view: 'problem', title: words[0] ?? '', data: { message: words[1] ?? '' }, status };
}

async function sendPage(sender: Sender, request: Request, response: Response, page: Page): Promise<void> {
  const user = await signedInUser(sender.deps, request).catch(() => undefined);
  const t = sender.t(request);
  const form = page.data['form'] as Form | undefined;
  const errors = Object.entries(form?.errors ?? {}).map(([field, message]) => ({ field, message }));
  const shell: Shell = {
    t,
    locale: localeOf(request),
    title: page.title,
    errorTitle: errors.length > 0,
    csrfToken: request.session ? sender.csrfToken(request) : '',
    notice: takeNotice(request, response, sender.deps),
    errors,
    user: user ? { name: user.name, role: user.role, institution: user.institutionName } : null,
    navigation: navigationFor(user, request.path, t),
    back: page.back ?? null,
    today: todayOf(sender.deps.clock),
    path: request.originalUrl,
  };
  const layout = page.layout ?? (user?.kind === 'farmer' ? 'farmer' : 'staff');
  const html = sender.views.render(page.view, layout, page.data, shell);
  response
    .status(page.status ?? 200)
    .type('html')
    .send(html);
}

function sendFile(response: Response, file: File): void {
  response
    .set('Content-Disposition', `attachment; filename="${file.name.replaceAll(/[^\w.-]/g, '_')}"`)
    .type(file.contentType)
    .send(file.content);
}

/** Only a path of this program: `//elsewhere` and `/\elsewhere` would leave it. */
export function localPath(to: string): string {
  return /^\/(?![/\\])/.test(to) && !/[\r\n]/.test(to) ? to : '/';
}

export function localeOf(request: Request): Locale {
  const chosen = request.session?.locale;
  return LOCALES.find((locale) => locale === chosen) ?? 'es-PE';
}

function todayOf(clock: Clock): string {
  return clock.today();
}
