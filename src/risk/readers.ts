import type { Role } from '../web/user';

export const RISK_READERS: Role[] = ['manager', 'risk', 'auditor'];
