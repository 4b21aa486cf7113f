import type { Translate } from './locale';
import type { Role, User } from './user';

interface Item {
  readonly to: string;
  readonly label: string;
  readonly roles: readonly Role[];
}

/** The menu, in the order of the work; each role sees what it uses. */
function items(t: Translate): Item[] {
  const lender: Role[] = ['officer', 'manager', 'cashier', 'risk', 'administrator', 'auditor'];
  return [
    { to: '/mi-dia', label: t('Mi día'), roles: ['officer', 'manager', 'cashier'] },
    { to: '/solicitudes', label: t('Solicitudes'), roles: ['officer', 'manager', 'risk', 'administrator', 'auditor'] },
    { to: '/productores', label: t('Productores'), roles: ['officer', 'manager', 'cashier', 'risk', 'auditor'] },
    { to: '/creditos', label: t('Créditos'), roles: lender },
    { to: '/recaudos', label: t('Recaudos'), roles: ['officer', 'manager', 'cashier', 'risk', 'administrator'] },
    { to: '/desembolsos', label: t('Desembolsos'), roles: ['manager', 'cashier'] },
    { to: '/entregas', label: t('Entregas'), roles: lender },
    { to: '/cambios', label: t('Cambios por decidir'), roles: ['manager', 'administrator', 'risk', 'auditor'] },
    { to: '/simulador', label: t('Simulador'), roles: ['officer', 'manager', 'risk'] },
    { to: '/cartera', label: t('Cartera'), roles: ['manager', 'risk', 'auditor', 'administrator'] },
    { to: '/riesgo', label: t('Riesgo'), roles: ['manager', 'risk', 'auditor'] },
    { to: '/cierre', label: t('Cierre del día'), roles: ['administrator', 'risk', 'manager', 'auditor'] },
    { to: '/informes', label: t('Informes'), roles: ['administrator', 'risk', 'manager', 'auditor'] },
    { to: '/lineas', label: t('Líneas de crédito'), roles: ['facilitator', 'investor', 'manager', 'risk', 'auditor'] },
    { to: '/alianza', label: t('Alianza'), roles: ['facilitator', 'investor'] },
    { to: '/productos', label: t('Productos'), roles: ['administrator', 'risk', 'auditor'] },
    { to: '/parametros', label: t('Parámetros'), roles: ['administrator', 'risk', 'auditor', 'facilitator'] },
    { to: '/personal', label: t('Personal'), roles: ['administrator'] },
    { to: '/auditoria', label: t('Auditoría'), roles: ['administrator', 'auditor', 'facilitator'] },
  ];
}

export function navigationFor(user: User | undefined, path: string, t: Translate) {
  if (!user || user.kind !== 'staff') return [];
  return items(t)
    .filter((item) => item.roles.includes(user.role))
    .map(({ to, label }) => ({ to, label, current: path === to || path.startsWith(`${to}/`) }));
}

/** Where a person lands after signing in: the page they work with all day. */
export function homeOf(role: Role): string {
  if (role === 'farmer') return '/mi-credito';
  if (role === 'facilitator' || role === 'investor') return '/lineas';
  if (role === 'risk' || role === 'auditor') return '/cartera';
  if (role === 'administrator') return '/parametros';
  return '/mi-dia';
}
