import compression from 'compression';
import { csrfSync } from 'csrf-sync';
import express, { type ErrorRequestHandler, type Express, type Request } from 'express';
import session from 'express-session';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { allianceRoutes } from './alliance/routes';
import { applicationRoutes } from './applications/routes';
import { auditRoutes } from './audit/routes';
import { TooManySignIns } from './auth/password';
import { authRoutes } from './auth/routes';
import { cannotBeWritten, isUnavailable } from './db/unavailable';
import { collectionSheetRoutes } from './collection-sheets/routes';
import { covenantRoutes } from './covenants/routes';
import { dayCloseRoutes } from './day-close/routes';
import { deliveriesRoutes } from './deliveries/routes';
import { farmerAccessRoutes } from './farmer-access/routes';
import { farmerPageRoutes } from './farmer-page/routes';
import { farmersRoutes } from './farmers/routes';
import { healthCheck, mountHealth } from './health';
import { institutionRoutes } from './institutions/routes';
import { lineReportRoutes } from './line-reports/routes';
import { linesRoutes } from './lines/routes';
import { loanRoutes } from './loans/routes';
import { requestLog } from './log';
import { myDayRoutes } from './my-day/routes';
import { parameterRoutes } from './parameters/routes';
import { portfolioRoutes } from './portfolio/routes';
import { productRoutes } from './products/routes';
import { repaymentRoutes } from './repayments/routes';
import { reportRoutes } from './reports/routes';
import { riskRoutes } from './risk/routes';
import { servicingRoutes } from './servicing/routes';
import { simulatorRoutes } from './simulator/routes';
import { mountAssets } from './web/assets';
import { createTranslator } from './web/locale';
import { mountRoutes } from './web/mount';
import type { Deps, Route } from './web/route';
import { localeOf, plainPage, sendReply, type Problem, type Sender } from './web/send';
import { cookieName } from './web/session-door';
import { SessionStore } from './web/session-store';
import { requestIdOf } from './web/signed-in';
import { createViews } from './web/views';

/** Everything that can be asked of the program, slice by slice. Tests walk this list. */
export const routes: readonly Route[] = [
  ...authRoutes,
  ...institutionRoutes,
  ...farmersRoutes,
  ...farmerAccessRoutes,
  ...allianceRoutes,
  ...linesRoutes,
  ...covenantRoutes,
  ...lineReportRoutes,
  ...parameterRoutes,
  ...simulatorRoutes,
  ...applicationRoutes,
  ...productRoutes,
  ...auditRoutes,
  ...portfolioRoutes,
  ...dayCloseRoutes,
  ...reportRoutes,
  ...riskRoutes,
  ...myDayRoutes,
  ...farmerPageRoutes,
  ...loanRoutes,
  ...repaymentRoutes,
  ...collectionSheetRoutes,
  ...servicingRoutes,
  ...deliveriesRoutes,
];

export interface AppDeps extends Deps {
  readonly logger: Logger;
  /** True once the process has been told to stop: it finishes what it has and takes nothing new. */
  readonly draining?: () => boolean;
}

/** The program as an Express app: middleware in order, then the routes, then the pages for what goes wrong. */
export function createApp(deps: AppDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.enable('case sensitive routing');
  app.enable('strict routing');
  app.set('trust proxy', deps.config.trustProxyHops);

  mountHealth(app, healthCheck(deps));
  app.use(requestLog(deps.logger));
  app.use(securityHeaders(deps.config.secure));
  app.use(compression());
  mountAssets(app);
  app.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    if (deps.draining?.()) response.set('Connection', 'close');
    next();
  });
  app.use(express.urlencoded({ extended: false, limit: '100kb', parameterLimit: 200 }));
  app.use(sessions(deps));

  const csrf = csrfSync({
    getTokenFromRequest: (request: Request) => (request.body as Record<string, string> | undefined)?.['_csrf'],
    size: 32,
  });
  const translator = createTranslator();
  const sender: Sender = {
    views: createViews(),
    deps,
    csrfToken: (request) => csrf.generateToken(request),
    t: (request) => translator(localeOf(request)),
  };
  app.use(refuseForeignForms(csrf.isRequestValid, sender));
  mountRoutes(app, routes, deps, sender);

  app.use((request, response) => sendReply(sender, request, response, { type: 'not-found' }));
  app.use(problemPage(sender, deps.logger));
  return app;
}

/** No script, no inline style, no frame, nothing from elsewhere. HSTS only where people come over https. */
function securityHeaders(secure: boolean) {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'style-src': ["'self'"],
        'img-src': ["'self'", 'data:'],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
        'base-uri': ["'none'"],
      },
    },
    strictTransportSecurity: secure && { maxAge: 31_536_000, includeSubDomains: true },
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  });
}

function sessions(deps: Deps) {
  return session({
    name: cookieName('sid', deps),
    secret: deps.config.sessionSecret,
    store: new SessionStore(deps.db),
    resave: false,
    saveUninitialized: false,
    rolling: true,
    proxy: deps.config.trustProxyHops > 0,
    cookie: { httpOnly: true, sameSite: 'lax', secure: deps.config.secure, path: '/', maxAge: 30 * 60_000 },
  });
}

/**
 * A POST must come from a page of ours: the browser says so, and the token of the session proves it. Without a session
 * there is nothing to protect yet, but the page of origin must still be ours.
 */
function refuseForeignForms(hasToken: (request: Request) => boolean, sender: Sender): express.RequestHandler {
  return async (request, response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD') return next();
    const signedIn = request.session.institutionId !== undefined;
    if (isForeign(request)) return sendReply(sender, request, response, { type: 'forbidden' });
    if (hasToken(request)) return next();
    if (signedIn) return sendReply(sender, request, response, { type: 'forbidden' });
    const { path } = request;
    const signsIn = path === '/entrar' || path.startsWith('/mi-credito/');
    if (!signsIn) return next();
    const t = sender.t(request);
    return sendReply(sender, request, response, {
      type: 'redirect',
      to: path,
      notice: t('La página estaba abierta hace mucho tiempo. Vuelve a escribir tus datos.'),
    });
  };
}

function isForeign(request: Request): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin } = request.headers;
  return origin !== undefined && !origin.endsWith(`//${request.headers.host}`);
}

/** The last net: whatever happened, a plain page with a code that the log knows, and the process lives on. */
function problemPage(sender: Sender, logger: Logger): ErrorRequestHandler {
  return async (error: unknown, request, response, _next) => {
    const problem = problemOf(error);
    const code = requestIdOf(request).slice(0, 8);
    const isOurs = problem === 500 || problem === 'cannot-save';
    if (isOurs) logger.error({ err: error, requestId: requestIdOf(request) }, 'a request failed');
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const t = sender.t(request);
    const page = plainPage(t, problem, code);
    try {
      await sendReply(sender, request, response, page);
    } catch (second) {
      logger.error({ err: second }, 'the problem page failed too');
      response.status(page.status ?? 500);
      response.type('text').send(page.title);
    }
  };
}

function problemOf(error: unknown): Problem {
  const { status } = error as { status?: unknown };
  if (status === 413) return 413;
  if (typeof status === 'number' && status >= 400 && status < 500) return 404;
  if (cannotBeWritten(error)) return 'cannot-save';
  return isUnavailable(error) || error instanceof TooManySignIns ? 503 : 500;
}
