import type { Translate } from '../web/locale';
import type { StaffRole } from '../web/user';
import type { ProductPlan } from './store';

/** How the words of the offer read on a page. */
export function planName(plan: ProductPlan, t: Translate): string {
  const names: Record<ProductPlan, string> = {
    harvest: t('Cuotas por cosecha'),
    level: t('Cuotas iguales'),
    'equal-principal': t('Capital igual en cada cuota'),
    bullet: t('Pago único al vencimiento'),
  };
  return names[plan];
}

export function unpaidInterestName(unpaidInterest: 'capitalise' | 'carry', t: Translate): string {
  return unpaidInterest === 'capitalise'
    ? t('El interés no pagado se capitaliza')
    : t('El interés no pagado espera sin generar interés');
}

export function currencyName(currency: string, t: Translate): string {
  return currency === 'USD' ? t('Dólares (US$)') : t('Soles (S/)');
}

export function roleName(role: StaffRole, t: Translate): string {
  const names: Record<StaffRole, string> = {
    officer: t('Asesor de negocios'),
    manager: t('Jefe de negocios'),
    cashier: t('Caja'),
    risk: t('Riesgos'),
    administrator: t('Administrador'),
    auditor: t('Auditor'),
    facilitator: t('Facilitador'),
    investor: t('Inversionista'),
  };
  return names[role];
}
