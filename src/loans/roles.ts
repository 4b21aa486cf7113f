import type { Role } from '../web/user';

/** Everybody who works for a lender may look at its loans. */
export const loanReaders: Role[] = ['officer', 'manager', 'cashier', 'risk', 'administrator', 'auditor'];

/** Who handles money: pays out, takes payments, and takes one of somebody else back. */
export const tellers: Role[] = ['cashier', 'manager'];

/** Who takes back a charge that a manager entered by mistake; an administrator too, where there is one manager. */
export const chargeReversers: Role[] = ['manager', 'administrator'];
