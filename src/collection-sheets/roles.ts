import type { Role } from '../web/user';

/** Officers see their own sheets; everybody else who works for the lender sees all of them. */
export const sheetReaders: Role[] = ['officer', 'manager', 'cashier', 'risk', 'administrator', 'auditor'];

/** Who takes money on the road. */
export const collectors: Role[] = ['officer'];

/** Who voids a sheet: its officer while it is without money, a manager with it. */
export const voiders: Role[] = ['officer', 'manager'];
