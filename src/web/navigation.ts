import type { Translate } from './locale';
import type { Role, User } from './user';

interface Item {
  readonly to: string;
  readonly label: string;
  readonly roles: readonly Role[];
  /** Where the entry stands when a role has too many for one row. */
  readonly group?: Group;
}

type Group = 'loans' | 'risk' | 'settings';

/** The menu, in the order of the work; each role sees what it uses. */
function items(t: Translate): Item[] {
  const lender: Role[] = ['officer', 'manager', 'cashier', 'risk', 'administrator', 'auditor'];
  return [
    { to: '/mi-dia', label: t('Mi día'), roles: ['officer', 'manager', 'cashier'] },
    { to: '/solicitudes', label: t('Solicitudes'), roles: ['officer', 'manager', 'risk', 'administrator', 'auditor'] },
    { to: '/productores', label: t('Productores'), roles: ['officer', 'manager', 'cashier', 'risk', 'auditor'] },
    { to: '/creditos', label: t('Créditos'), roles: lender, group: 'loans' },
    {
      to: '/recaudos',
      label: t('Recaudos'),
      roles: ['officer', 'manager', 'cashier', 'risk', 'administrator'],
      group: 'loans',
    },
    { to: '/desembolsos', label: t('Desembolsos'), roles: ['manager', 'cashier'], group: 'loans' },
    { to: '/entregas', label: t('Entregas'), roles: lender, group: 'loans' },
    {
      to: '/cambios',
      label: t('Cambios por decidir'),
      roles: ['manager', 'administrator', 'risk', 'auditor'],
      group: 'loans',
    },
    { to: '/simulador', label: t('Simulador'), roles: ['officer', 'manager', 'risk'] },
    { to: '/cartera', label: t('Cartera'), roles: ['manager', 'risk', 'auditor', 'administrator'], group: 'risk' },
    { to: '/riesgo', label: t('Riesgo'), roles: ['manager', 'risk', 'auditor'], group: 'risk' },
    {
      to: '/cierre',
      label: t('Cierre del día'),
      roles: ['administrator', 'risk', 'manager', 'auditor'],
      group: 'risk',
    },
    { to: '/informes', label: t('Informes'), roles: ['administrator', 'risk', 'manager', 'auditor'], group: 'risk' },
    { to: '/lineas', label: t('Líneas de crédito'), roles: ['facilitator', 'investor', 'manager', 'risk', 'auditor'] },
    { to: '/alianza', label: t('Alianza'), roles: ['facilitator', 'investor'] },
    { to: '/productos', label: t('Productos'), roles: ['administrator', 'risk', 'auditor'], group: 'settings' },
    {
      to: '/parametros',
      label: t('Parámetros'),
      roles: ['administrator', 'risk', 'auditor', 'facilitator'],
      group: 'settings',
    },
    { to: '/personal', label: t('Personal'), roles: ['administrator'], group: 'settings' },
    { to: '/auditoria', label: t('Auditoría'), roles: ['administrator', 'auditor', 'facilitator'], group: 'settings' },
  ];
}

export interface MenuEntry {
  readonly to: string;
  readonly label: string;
  readonly current: boolean;
}

/** The entries of the top row; where the current page lies in a group, that group's entries are the row below. */
export interface Menu {
  readonly main: readonly MenuEntry[];
  readonly sub: readonly MenuEntry[];
}

/** More entries than these take two rows of a desktop. */
const MAIN_MAX = 9;

/** Of a role with many entries each group is one, which leads to the first of it. */
export function navigationFor(user: User | undefined, path: string, t: Translate): Menu {
  if (!user || user.kind !== 'staff') return { main: [], sub: [] };
  const own = items(t).filter((item) => item.roles.includes(user.role));
  const entry = ({ to, label }: Item): MenuEntry => ({ to, label, current: path === to || path.startsWith(`${to}/`) });
  if (own.length <= MAIN_MAX) return { main: own.map(entry), sub: [] };
  const membersOf = (group: Group) => own.filter((item) => item.group === group).map(entry);
  const main = own.flatMap((item): MenuEntry[] => {
    if (item.group === undefined) return [entry(item)];
    const members = membersOf(item.group);
    if (members[0]?.to !== item.to) return [];
    return [{ to: item.to, label: groupName(item.group, t), current: members.some(({ current }) => current) }];
  });
  const open = own.find((item) => item.group !== undefined && entry(item).current)?.group;
  return { main, sub: open ? membersOf(open) : [] };
}

function groupName(group: Group, t: Translate): string {
  const names: Record<Group, string> = {
    loans: t('Créditos'),
    risk: t('Cartera y riesgo'),
    settings: t('Configuración'),
  };
  return names[group];
}

/** Where a person lands after signing in: the page they work with all day. */
export function homeOf(role: Role): string {
  if (role === 'farmer') return '/mi-credito';
  if (role === 'facilitator' || role === 'investor') return '/lineas';
  if (role === 'risk' || role === 'auditor') return '/cartera';
  if (role === 'administrator') return '/parametros';
  return '/mi-dia';
}
