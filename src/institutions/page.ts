import type { Translate } from '../web/locale';
import type { StaffRole } from '../web/user';
import type { StaffMember } from './store';

export function staffRow(member: StaffMember, ownId: number, t: Translate) {
  return {
    id: member.id,
    name: member.name,
    username: member.username,
    role: roleName(member.role, t),
    phone: member.phone || '—',
    active: member.active,
    state: member.active
      ? member.mustChangePassword
        ? t('Falta su primera contraseña')
        : t('Activo')
      : t('Sin acceso'),
    self: member.id === ownId,
  };
}

export function roleName(role: StaffRole, t: Translate): string {
  switch (role) {
    case 'officer':
      return t('Asesor de negocios');
    case 'manager':
      return t('Jefe de negocios');
    case 'cashier':
      return t('Caja');
    case 'risk':
      return t('Riesgos');
    case 'administrator':
      return t('Administrador');
    case 'auditor':
      return t('Auditor');
    case 'facilitator':
      return t('Facilitador');
    case 'investor':
      return t('Inversionista');
  }
}

const LENDER_ROLES: readonly StaffRole[] = ['officer', 'manager', 'cashier', 'risk', 'administrator', 'auditor'];

export function roleOptions(t: Translate) {
  return LENDER_ROLES.map((role) => ({ value: role, label: roleName(role, t) }));
}
