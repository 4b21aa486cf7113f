import type { Role } from '../web/user';

/** Who works for the lender may look at deliveries and their names; funders see aggregates elsewhere. */
export const deliveryReaders: Role[] = ['officer', 'manager', 'cashier', 'risk', 'administrator', 'auditor'];

/** Who enters what an organisation has bought and withheld. */
export const deliveryRecorders: Role[] = ['officer', 'cashier', 'manager'];

/** Who knows the farmer makes the agreement. */
export const agreementMakers: Role[] = ['officer', 'manager'];
