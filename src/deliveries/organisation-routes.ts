import { findOrganisation, allOrganisations } from '../alliance/store';
import { openWithholdings } from '../lending/delivery';
import { tellers } from '../loans/roles';
import { nothing } from '../web/fields';
import { withQuery } from '../web/pagination';
import { notFound, page } from '../web/reply';
import { route, type Route } from '../web/route';
import { recordParams } from './form';
import { deliveryDifferences, organisationBalances, type OrganisationBalance } from './reconcile';
import { withholdingsOf } from './trace-store';
import { remittancesOf } from './remittance-store';
import { deliveryReaders } from './roles';
import { channelName, differenceName } from './words';

/** Open withholdings and remittances shown of an organisation; the lists have the rest. */
const ROWS_SHOWN = 200;

/** What each organisation has withheld, remitted and owes, reconciled to the céntimo. */
export const organisationRoutes: Route[] = [
  route({
    method: 'get',
    path: '/entregas/organizaciones',
    roles: deliveryReaders,
    scope: 'institution',
    params: nothing,
    query: nothing,
    body: nothing,
    handle: async ({ db, t, user }) => {
      const balances = await organisationBalances(db, user.institutionId);
      const names = new Map((await allOrganisations(db)).map(({ id, name }) => [id, name]));
      const differing = new Set(
        (await deliveryDifferences(db, user.institutionId)).map((one) => one.partnerOrganisationId),
      );
      return page(
        'deliveries/organisations',
        t('Organizaciones que retienen'),
        {
          organisations: balances.map((one) => ({
            ...one,
            id: one.partnerOrganisationId,
            name: names.get(one.partnerOrganisationId) ?? '',
            agrees: !differing.has(one.partnerOrganisationId),
          })),
          totals: totalOf(balances),
          nobodys: differing.has(null),
        },
        { back: { to: '/entregas', label: t('Entregas') } },
      );
    },
  }),
  route({
    method: 'get',
    path: '/entregas/organizaciones/:id',
    roles: deliveryReaders,
    scope: 'institution',
    params: recordParams,
    query: nothing,
    body: nothing,
    handle: async ({ db, params, t, user }) => {
      const organisation = await findOrganisation(db, params.id);
      const all = await organisationBalances(db, user.institutionId);
      const balance = all.find((one) => one.partnerOrganisationId === params.id);
      if (!organisation || !balance) return notFound;
      const { institutionId } = user;
      const differences = (await deliveryDifferences(db, institutionId)).filter(
        (one) => one.partnerOrganisationId === organisation.id,
      );
      const remittances = await remittancesOf(db, institutionId, organisation.id, ROWS_SHOWN);
      const withholdings = await withholdingsOf(db, institutionId, organisation.id);
      const left = openWithholdings(
        withholdings.map(({ withheld }) => withheld),
        balance.remitted,
      );
      const open = withholdings.map((one, index) => ({ ...one, open: left[index] ?? 0 })).filter((one) => one.open > 0);
      return page(
        'deliveries/organisation',
        organisation.name,
        {
          id: organisation.id,
          balance,
          owed: balance.withheld - balance.remitted,
          differences: differences.map((one) => ({ ...one, name: differenceName(one.what, t) })),
          open: open.slice(0, ROWS_SHOWN),
          openCount: open.length,
          remittances: remittances.map((one) => ({ ...one, channelName: channelName(one.channel, t) })),
          deliveriesLink: withQuery('/entregas', { organizacion: organisation.id }),
          mayRemit: tellers.includes(user.role) && balance.withheld > balance.remitted,
        },
        { back: { to: '/entregas/organizaciones', label: t('Organizaciones que retienen') } },
      );
    },
  }),
];

function totalOf(balances: readonly OrganisationBalance[]) {
  const sum = (figure: (one: OrganisationBalance) => number): number =>
    balances.reduce((total, one) => total + figure(one), 0);
  return {
    deliveries: sum((one) => one.deliveries),
    value: sum((one) => one.value),
    withheld: sum((one) => one.withheld),
    paidOut: sum((one) => one.paidOut),
    remitted: sum((one) => one.remitted),
    receivable: sum((one) => one.receivable),
  };
}
