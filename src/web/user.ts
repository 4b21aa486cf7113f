export const STAFF_ROLES = [
  'officer',
  'manager',
  'cashier',
  'risk',
  'administrator',
  'auditor',
  'facilitator',
  'investor',
] as const;

export type StaffRole = (typeof STAFF_ROLES)[number];
export type Role = StaffRole | 'farmer';

/** Who is signed in, read anew at each request, so that a disabled account is out at its next click. */
export type User = StaffUser | FarmerUser;

export interface StaffUser {
  readonly kind: 'staff';
  readonly institutionId: number;
  readonly institutionName: string;
  readonly id: number;
  readonly name: string;
  readonly role: StaffRole;
  readonly mustChangePassword: boolean;
  /** Only for investors: whose lines they see. */
  readonly investorId?: number;
}

export interface FarmerUser {
  readonly kind: 'farmer';
  readonly institutionId: number;
  readonly institutionName: string;
  readonly id: number;
  readonly name: string;
  readonly role: 'farmer';
}
