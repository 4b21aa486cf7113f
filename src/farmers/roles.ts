import type { Role } from '../web/user';

/** Who of a lender sees the farmers, and who enters and changes them. */
export const farmerReaders: Role[] = ['officer', 'manager', 'cashier', 'risk', 'auditor'];
export const farmerWriters: Role[] = ['officer', 'manager'];
