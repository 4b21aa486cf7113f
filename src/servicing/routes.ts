import type { Route } from '../web/route';
import { chargeReversalRoutes } from './charge-reversal-routes';
import { courtRoutes } from './court-routes';
import { decisionRoutes } from './decision-routes';
import { servicingPaperRoutes } from './paper-routes';
import { changeRequestRoutes } from './request-routes';
import { tillRoutes } from './till-routes';

/** The paths with a word come before the one with a number in the same place. */
export const servicingRoutes: Route[] = [
  ...changeRequestRoutes,
  ...tillRoutes,
  ...chargeReversalRoutes,
  ...courtRoutes,
  ...servicingPaperRoutes,
  ...decisionRoutes,
];
