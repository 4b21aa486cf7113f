import type { Role } from '../web/user';

/** Who of a lender sees applications, who brings them, and who may take a step with one. */
export const applicationReaders: Role[] = ['officer', 'manager', 'cashier', 'risk', 'administrator', 'auditor'];
export const applicants: Role[] = ['officer', 'manager'];
export const stepTakers: Role[] = ['officer', 'manager', 'risk', 'administrator'];
