import { lastClosedDay } from '../ledger/booking-date';
import { addDays, type IsoDate } from '../lending/dates';
import { nothing } from '../web/fields';
import { blankForm, refusedForm, type Form } from '../web/form';
import { date } from '../web/format';
import { page, redirect, type Page } from '../web/reply';
import { route, type Ask, type Route } from '../web/route';
import type { StaffRole } from '../web/user';
import { closeDaysThrough, type DayClosed } from './close-day';
import { closeForm } from './form';
import { closedSentence, closingPage, DAYS_PER_CLICK, daysLeft, refusalSentence } from './page';
import { dayLog, firstBookedDay } from './store';

const closers: StaffRole[] = ['administrator', 'risk'];
const readers: StaffRole[] = [...closers, 'manager', 'auditor'];

const LOGGED_DAYS = 31;

export const dayCloseRoutes: Route[] = [
  route({
    method: 'get',
    path: '/cierre',
    roles: readers,
    scope: 'institution',
    params: nothing,
    query: nothing,
    body: nothing,
    handle: (ask) => closing(ask, blankForm({ hasta: date(addDays(ask.clock.today(), -1)) })),
  }),
  route({
    method: 'post',
    path: '/cierre',
    roles: closers,
    scope: 'institution',
    params: nothing,
    query: nothing,
    body: closeForm,
    invalid: closing,
    handle: async (ask) => {
      const { hasta: through } = ask.body;
      const { closed, refused } = await closeSome(ask, through);
      if (refused) {
        const form = refusedForm(blankForm(ask.typed), 'hasta', refusalSentence(refused, ask.t));
        return { ...(await closing(ask, form)), status: 422 };
      }
      const left = daysLeft(await lastClosedDay(ask.db, ask.user.institutionId), through);
      return redirect('/cierre', closedSentence(closed, left, ask.t));
    },
  }),
];

/** A day that is closed twice is closed once, so the date itself is the intention of the form. */
async function closeSome({ db, by, clock }: Ask<unknown, unknown, unknown>, through: IsoDate) {
  const closed: DayClosed[] = [];
  if (through > clock.today()) return { closed, refused: { type: 'refused', reason: 'date_in_future' } as const };
  for await (const day of closeDaysThrough(db, by, through)) {
    if (day.type === 'refused') return { closed, refused: day };
    closed.push(day);
    if (closed.length === DAYS_PER_CLICK) break;
  }
  return { closed, refused: undefined };
}

async function closing(ask: Ask<unknown, unknown, unknown>, form: Form): Promise<Page> {
  const { institutionId, role } = ask.user;
  const log = await dayLog(ask.db, institutionId, LOGGED_DAYS);
  const last = log[0]?.date;
  const next = last === undefined ? await firstBookedDay(ask.db, institutionId) : addDays(last, 1);
  const mayClose = closers.some((closer) => closer === role);
  const view = { log, next, today: ask.clock.today(), mayClose };
  return page('day-close/show', ask.t('Cierre del día'), closingPage(view, form, ask.t));
}
