import { amountText, count, date, instant, money } from '../web/format';
import type { Translate } from '../web/locale';
import type { Deed } from './store';

/** The words of a page of deeds; built once per page, because there are many and a page has many rows. */
export interface DeedWords {
  /** `loan-disbursed` → `Desembolsó el crédito`; a deed that has no sentence yet keeps its own word. */
  action(action: string): string;
  entity(entity: string): string;
  who(deed: Deed): string;
  /** What else the deed says, a line each. */
  lines(deed: Deed): string[];
  /** For the filters: value and label, in order of label. */
  readonly actions: readonly { readonly value: string; readonly label: string }[];
  readonly entities: readonly { readonly value: string; readonly label: string }[];
}

export function deedWords(t: Translate): DeedWords {
  const actions = new Map(Object.entries(actionSentences(t)));
  const entities = new Map(Object.entries(entityWords(t)));
  const roles = new Map(Object.entries(roleWords(t)));
  const details = new Map(Object.entries(detailLabels(t)));
  return {
    action: (action) => actions.get(action) ?? action,
    entity: (entity) => entities.get(entity) ?? entity,
    who: (deed) => {
      const role = roles.get(deed.actorRole) ?? deed.actorRole;
      return deed.actorName === null ? role : `${deed.actorName} (${role})`;
    },
    lines: (deed) =>
      Object.entries(deed.details)
        .filter(([key, value]) => key !== 'journals' && key !== 'currency' && value !== null && value !== '')
        .map(([key, value]) => `${details.get(key) ?? key}: ${valueText(key, value, deed.details, t)}`),
    actions: options(actions),
    entities: options(entities),
  };
}

function options(words: ReadonlyMap<string, string>) {
  return [...words]
    .map(([value, label]) => ({ value, label }))
    .toSorted((one, other) => one.label.localeCompare(other.label, 'es'));
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** Whole céntimos under these names; other numbers are counts or numbers of records. */
const AMOUNTS = new Set(['amount', 'commitment', 'overpaid', 'principal', 'interest', 'outstanding', 'amountMax']);

function valueText(key: string, value: unknown, all: Deed['details'], t: Translate): string {
  if (typeof value === 'boolean') return value ? t('sí') : t('no');
  if (typeof value === 'number') {
    if (!AMOUNTS.has(key)) return count(value);
    const { currency } = all;
    return typeof currency === 'string' ? money(value, currency) : amountText(value);
  }
  if (typeof value !== 'string') return JSON.stringify(value);
  if (DAY.test(value)) return date(value);
  return INSTANT.test(value) ? instant(value) : value;
}

function actionSentences(t: Translate): Record<string, string> {
  return {
    'institution-created': t('Creó la institución'),
    'staff-added': t('Dio de alta a una persona'),
    'signed-in': t('Ingresó al sistema'),
    'password-changed': t('Cambió su contraseña'),
    'parameters-seeded': t('Cargó los parámetros iniciales'),
    'parameter-set': t('Registró un valor de un parámetro'),
    'investor-added': t('Registró un inversionista'),
    'organisation-added': t('Registró una organización aliada'),
    'letter-recorded': t('Registró una carta de intención'),
    'letter-withdrawn': t('Retiró una carta de intención'),
    'line-opened': t('Abrió la línea de crédito'),
    'line-drawdown': t('Registró un desembolso de la línea'),
    'line-drawdown-refused': t('Intentó un desembolso de la línea que no procede'),
    'line-repayment': t('Registró un pago a la línea'),
    'line-repayment-refused': t('Intentó un pago a la línea que no procede'),
    'line-movement-reversed': t('Extornó un movimiento de la línea'),
    'line-reversal-refused': t('Intentó un extorno en la línea que no procede'),
    'farmer-registered': t('Registró al productor'),
    'farmer-changed': t('Cambió los datos del productor'),
    'parcel-added': t('Registró una parcela'),
    'parcel-changed': t('Cambió los datos de una parcela'),
    'consent-recorded': t('Registró un consentimiento'),
    'consent-withdrawn': t('Registró el retiro de un consentimiento'),
    'activation-code-issued': t('Entregó un código de activación'),
    'device-linked': t('Vinculó su celular'),
    'device-unlinked': t('Desvinculó un celular'),
    'device-unlinked-after-failures': t('Su celular quedó desvinculado por claves equivocadas'),
    'farmer-signed-in': t('Ingresó a su página'),
  };
}

function entityWords(t: Translate): Record<string, string> {
  return {
    institution: t('Institución'),
    staff: t('Persona'),
    parameter: t('Parámetro'),
    investor: t('Inversionista'),
    'partner-organisation': t('Organización'),
    'credit-line': t('Línea de crédito'),
    product: t('Producto'),
    farmer: t('Productor'),
    application: t('Solicitud'),
    loan: t('Crédito'),
  };
}

function roleWords(t: Translate): Record<string, string> {
  return {
    officer: t('Asesor de negocios'),
    manager: t('Jefe de negocios'),
    cashier: t('Caja'),
    risk: t('Riesgos'),
    administrator: t('Administrador'),
    auditor: t('Auditor'),
    facilitator: t('Facilitador'),
    investor: t('Inversionista'),
    farmer: t('Productor'),
    system: t('El sistema'),
    anonymous: t('El sistema'),
  };
}

function detailLabels(t: Translate): Record<string, string> {
  return {
    amount: t('Monto'),
    reason: t('Motivo'),
    valueDate: t('Fecha valor'),
    validFrom: t('Rige desde'),
    validTo: t('Rige hasta'),
    status: t('Estado'),
    source: t('Fuente'),
    role: t('Función'),
    name: t('Nombre'),
    country: t('País'),
    investor: t('Fondeador'),
    commitment: t('Monto comprometido'),
    ratePercent: t('Tasa anual (%)'),
    availableUntil: t('Se puede disponer hasta'),
    movementId: t('N.º de movimiento'),
    reversed: t('N.º del movimiento extornado'),
    facilitatorStaffId: t('N.º de la persona en la institución facilitadora'),
    letterId: t('N.º de carta'),
    signedOn: t('Firmada el'),
    hectares: t('Hectáreas'),
    departmentCode: t('Código de región'),
  };
}
