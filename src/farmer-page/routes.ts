import { z } from 'zod';
import { loadLoan, loadLoans, type LoadedLoan } from '../loans/load';
import { partiesOf } from '../loans/parties';
import { paysSomething, instalmentWord, owedOn, standingOf } from '../loans/standing';
import { loansOfFarmer } from '../loans/store';
import { staffNamesOf } from '../loans/staff-names';
import { receiptOf } from '../repayments/receipt';
import { idParam, nothing } from '../web/fields';
import { amountText, date, money } from '../web/format';
import { notFound, page } from '../web/reply';
import { route, type Ask, type Route } from '../web/route';
import type { Role } from '../web/user';
import { applicationPart, contactPart, instalmentSentence, loanPart, receiptsOf, symbolOf } from './page';
import { contactOf, openApplication } from './store';

const farmer: Role[] = ['farmer'];
const loanParams = z.strictObject({ id: idParam });
const own = { roles: farmer, scope: 'self', query: nothing, body: nothing } as const;

export const farmerPageRoutes: Route[] = [
  route({
    method: 'get',
    path: '/mi-credito',
    ...own,
    params: nothing,
    handle: async (ask) => {
      const { institutionId, id: farmerId } = ask.user;
      const loans = await shownLoans(ask);
      const application = await openApplication(ask.db, institutionId, farmerId);
      return page(
        'farmer-page/show',
        ask.t('Hola, {name}', { name: ask.user.name.split(' ')[0] ?? ask.user.name }),
        {
          institution: ask.user.institutionName,
          loans: loans.map((loaded) => loanPart(loaded, loans.length > 1, ask.t)),
          application: application ? applicationPart(application, ask.t) : null,
          contact: contactPart(await contactOf(ask.db, institutionId, farmerId)),
          today: ask.clock.today(),
        },
        { layout: 'farmer' },
      );
    },
  }),
  route({
    method: 'get',
    path: '/mi-credito/creditos/:id/cuotas',
    ...own,
    params: loanParams,
    handle: async (ask) => {
      const loaded = await ownLoan(ask, ask.params.id);
      if (!loaded) return notFound;
      const { loan, state } = loaded;
      const rows = state.instalments.filter(paysSomething).map((row) => ({
        due: date(row.due),
        amount: amountText(owedOn(row) === 0 ? row.total : owedOn(row)),
        word: instalmentSentence(instalmentWord(row, state.asOf), ask.t),
      }));
      return page(
        'farmer-page/schedule',
        ask.t('Todas tus cuotas'),
        { rows, symbol: symbolOf(loan.currency), today: state.asOf },
        { layout: 'farmer' },
      );
    },
  }),
  route({
    method: 'get',
    path: '/mi-credito/creditos/:id/pagos/:eventId',
    ...own,
    params: z.strictObject({ id: idParam, eventId: idParam }),
    handle: async (ask) => {
      const { institutionId } = ask.user;
      const loaded = await ownLoan(ask, ask.params.id);
      const event = loaded?.events.find(({ id, type }) => id === ask.params.eventId && type === 'repayment');
      if (!loaded || !event) return notFound;
      const parties = await partiesOf(ask.db, institutionId, loaded.loan.id);
      const names = await staffNamesOf(
        ask.db,
        institutionId,
        loaded.events.map(({ staffId }) => staffId),
      );
      const receipt = receiptOf(loaded, event, parties, names, ask.t);
      const title = ask.t('Recibo de pago {number}', { number: receipt.number });
      return page('farmer-page/receipt', title, { receipt }, { layout: 'farmer' });
    },
  }),
  route({
    method: 'get',
    path: '/mi-credito/creditos/:id/constancia',
    ...own,
    params: loanParams,
    handle: async (ask) => {
      const loaded = await ownLoan(ask, ask.params.id);
      if (!loaded) return notFound;
      const { loan, events, state } = loaded;
      const parties = await partiesOf(ask.db, ask.user.institutionId, loan.id);
      const standing = standingOf(state);
      const isPaid = standing.word === 'paid';
      return page(
        'farmer-page/statement',
        isPaid ? ask.t('Constancia de no adeudo') : ask.t('Constancia de pagos'),
        {
          isPaid,
          institution: parties.institution.name,
          farmer: parties.farmer.name,
          document: parties.farmer.documentNumber,
          loanId: loan.id,
          principal: money(loan.principal, loan.currency),
          disbursedOn: loan.disbursedOn,
          total: money(standing.total, loan.currency),
          paid: money(
            state.transactions.reduce(
              (sum, one) => (one.type === 'repayment' && !one.reversed ? sum + one.amount : sum),
              0,
            ),
            loan.currency,
          ),
          symbol: symbolOf(loan.currency),
          receipts: receiptsOf(state, events),
          today: state.asOf,
        },
        { layout: 'farmer' },
      );
    },
  }),
];

type FarmerAsk = Ask<unknown, unknown, unknown>;

/** What is still owed; where nothing is, the loan that was made last. */
async function shownLoans(ask: FarmerAsk): Promise<LoadedLoan[]> {
  const { institutionId, id: farmerId } = ask.user;
  const loans = await loansOfFarmer(ask.db, institutionId, farmerId);
  const open = loans.filter(({ status }) => status === 'active' || status === 'written-off');
  return loadLoans(ask.db, institutionId, open.length > 0 ? open : loans.slice(0, 1), ask.clock.today());
}

/** Another farmer's loan is not found, like one that does not exist. */
async function ownLoan(ask: FarmerAsk, loanId: number): Promise<LoadedLoan | undefined> {
  const loaded = await loadLoan(ask.db, ask.user.institutionId, loanId, ask.clock.today());
  return loaded?.loan.farmerId === ask.user.id ? loaded : undefined;
}
