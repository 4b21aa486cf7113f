import { blankRequest, withTyped } from '../products/request-fields';
import { activeProducts, findProduct } from '../products/store';
import { exportReply } from '../web/export';
import { nothing } from '../web/fields';
import { blankForm, type Form } from '../web/form';
import { notFound, page, type Reply } from '../web/reply';
import { route, type Deps, type Route } from '../web/route';
import { simulatorQuery } from './form';
import { choicePage, scheduleColumns, simulatorPage } from './page';
import { simulate, type Subject } from './simulate';

export const simulatorRoutes: Route[] = [
  route({
    method: 'get',
    path: '/simulador',
    roles: ['officer', 'manager', 'risk', 'administrator'],
    scope: 'institution',
    params: nothing,
    query: simulatorQuery,
    body: nothing,
    handle: async (ask): Promise<Reply> => {
      const { producto, plan, formato, imprimir, ...typed } = ask.query;
      const title = ask.t('Simulador');
      if (producto === undefined && plan === undefined) {
        const products = await activeProducts(ask.db, ask.user.institutionId);
        return page('simulator/choose', title, choicePage(products, ask.t));
      }
      const subject = await subjectOf(ask, ask.user.institutionId, producto, plan);
      if (!subject) return notFound;

      const today = ask.clock.today();
      const form = blankForm(withTyped({ ...blankRequest(subject.plan, today), ...BLANK_CONDITIONS }, typed));
      const back = { to: '/simulador', label: ask.t('Elegir otro producto') };
      if (Object.values(typed).every((value) => value === undefined)) {
        return page('simulator/show', title, simulatorPage(subject, form, undefined, ask.query, today, ask.t), {
          back,
        });
      }
      const simulation = await simulate(ask.db, ask.user.institutionId, subject, typed, ask.t);
      if (simulation.type === 'faulty') {
        const faulty: Form = { ...form, errors: simulation.errors };
        const data = simulatorPage(subject, faulty, simulation, ask.query, today, ask.t);
        return page('simulator/show', title, data, { back, status: 422 });
      }
      if (formato) {
        return exportReply(
          `cronograma-${today}`,
          formato,
          scheduleColumns(ask.t),
          simulation.quote.schedule.instalments,
        );
      }
      const data = simulatorPage(subject, form, simulation, ask.query, today, ask.t);
      if (imprimir) return page('simulator/print', ask.t('Simulación de crédito'), data, { layout: 'print' });
      return page('simulator/show', title, data, { back });
    },
  }),
];

const BLANK_CONDITIONS = { moneda: 'PEN', tea: '', interes: 'carry', seguro: '0', comision: '', comision_cuota: '' };

/** The product asked for, whose plan counts; or the plan alone. */
async function subjectOf(
  { db }: Pick<Deps, 'db'>,
  institutionId: number,
  productId: string | undefined,
  plan: Subject['plan'] | undefined,
): Promise<Subject | undefined> {
  if (productId === undefined) return plan && { plan };
  if (!/^[1-9]\d{0,8}$/.test(productId)) return undefined;
  const product = await findProduct(db, institutionId, Number(productId));
  return product && { plan: product.plan, product };
}
