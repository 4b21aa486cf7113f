import type { Route } from '../web/route';
import { cashFlowTask } from './cash-flow-task';
import { consentTask } from './consent-task';
import { creditTask } from './credit-task';
import { decisionRoutes } from './decision-routes';
import { listRoutes } from './list-routes';
import { parcelTask } from './parcel-task';
import { reviewTask } from './review-task';
import { startRoutes } from './start-routes';

export const applicationRoutes: Route[] = [
  ...listRoutes,
  ...startRoutes,
  ...parcelTask,
  ...creditTask,
  ...consentTask,
  ...cashFlowTask,
  ...reviewTask,
  ...decisionRoutes,
];
