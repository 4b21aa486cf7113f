import type { Route } from '../web/route';
import { agreementRoutes } from './agreement-routes';
import { deliveryRoutes } from './delivery-routes';
import { deliveryImportRoutes } from './import-routes';
import { deliveryListRoutes } from './list-routes';
import { lotRoutes } from './lot-routes';
import { newDeliveryRoutes } from './new-routes';
import { organisationRoutes } from './organisation-routes';
import { remittanceRoutes } from './remittance-routes';

/** One delivery comes last: its path would match the others too. */
export const deliveriesRoutes: Route[] = [
  ...deliveryListRoutes,
  ...newDeliveryRoutes,
  ...deliveryImportRoutes,
  ...agreementRoutes,
  ...organisationRoutes,
  ...remittanceRoutes,
  ...lotRoutes,
  ...deliveryRoutes,
];
