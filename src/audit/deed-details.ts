import { amountText, count, date, instant, money, percent } from '../web/format';
import type { Translate } from '../web/locale';
import { roleWords } from './deed-sentences';
import type { Deed } from './store';

/** What else a deed says, a line each; a detail without a name keeps its own word rather than being left out. */
export function detailLines(t: Translate): (deed: Deed) => string[] {
  const labels = new Map(Object.entries(detailLabels(t)));
  const codes = new Map(Object.entries({ ...roleWords(t), ...codeWords(t), ...refusalWords(t) }));
  const text = (key: string, value: unknown, all: Deed['details']): string => {
    if (typeof value === 'boolean') return value ? t('sí') : t('no');
    if (Array.isArray(value)) return value.map((part) => text(key, part, all)).join(', ');
    if (typeof value === 'number') return numberText(key, value, all);
    if (typeof value !== 'string') return JSON.stringify(value);
    if (key === 'ratePercent' || key === 'lateRatePercent') return percent(value);
    if (DAY.test(value)) return date(value);
    if (INSTANT.test(value)) return instant(value);
    return codes.get(value) ?? labels.get(value) ?? value;
  };
  return ({ details }) =>
    Object.entries(details)
      .filter(([key, value]) => !HIDDEN.has(key) && value !== null && value !== '')
      .map(([key, value]) => `${labels.get(key) ?? key}: ${text(key, value, details)}`);
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** The currency stands with its amount; journals are for whoever verifies the chain. */
const HIDDEN = new Set(['journals', 'currency']);

/** Whole céntimos; other numbers are counts or numbers of records. */
const AMOUNTS = new Set([
  'amount',
  'commitment',
  'amountMax',
  'principal',
  'overpaid',
  'largest',
  'counted',
  'givenBack',
  'withheld',
  'paidOut',
]);

function numberText(key: string, value: number, { currency }: Deed['details']): string {
  if (!AMOUNTS.has(key)) return count(value);
  return typeof currency === 'string' ? money(value, currency) : amountText(value);
}

function detailLabels(t: Translate): Record<string, string> {
  return {
    amount: t('Monto'),
    commitment: t('Monto comprometido'),
    amountMax: t('Monto máximo'),
    ratePercent: t('Tasa anual'),
    lateRatePercent: t('Tasa moratoria anual'),
    valueDate: t('Fecha valor'),
    validFrom: t('Rige desde'),
    validTo: t('Rige hasta'),
    availableUntil: t('Se puede disponer hasta'),
    signedOn: t('Firmada el'),
    expiresAt: t('Vence el'),
    reason: t('Motivo'),
    refusal: t('Motivo'),
    to: t('Paso'),
    receipt: t('Recibo'),
    request: t('N.º de solicitud'),
    sheet: t('Hoja de recaudo'),
    loan: t('Crédito'),
    counted: t('Contado en caja'),
    givenBack: t('Devuelto al productor'),
    visitedOn: t('Día de la visita'),
    outcome: t('Qué pasó'),
    promisedOn: t('Prometió pagar el'),
    event: t('Movimiento'),
    movementId: t('N.º de movimiento'),
    reversed: t('N.º del movimiento extornado'),
    lineId: t('Línea de crédito'),
    applicationId: t('Solicitud'),
    application: t('Solicitud'),
    farmerId: t('Productor'),
    officerId: t('Asesor'),
    parcelId: t('Parcela'),
    areaHa: t('Área en hectáreas'),
    hectares: t('Hectáreas'),
    letterId: t('N.º de carta'),
    investor: t('Fondeador'),
    name: t('Nombre'),
    country: t('País'),
    code: t('Código'),
    kind: t('Tipo'),
    role: t('Función'),
    status: t('Estado'),
    source: t('Fuente'),
    values: t('Valores'),
    changed: t('Cambió'),
    purpose: t('Finalidad'),
    purposes: t('Finalidades'),
    method: t('Forma'),
    granted: t('Autorizado'),
    readAloud: t('Leído en voz alta'),
    textVersion: t('Versión del texto'),
    departmentCode: t('Código de región'),
    ubigeo: t('Distrito'),
    device: t('Celular'),
    failures: t('Intentos fallidos'),
    slip: t('Boleta de acopio'),
    dryKg: t('Kg secos'),
    withheld: t('Retenido'),
    paidOut: t('Pagado al productor'),
    sharePercent: t('Parte que se retiene (%)'),
    moreThanBorne: t('Más de lo que se espera de sus parcelas'),
    reference: t('Número de operación'),
    deliveriesCreated: t('Entregas nuevas'),
    deliveriesKnown: t('Entregas ya registradas'),
    rows: t('Filas'),
    file: t('Archivo'),
    farmersCreated: t('Productores nuevos'),
    farmersKnown: t('Productores ya registrados'),
    parcelsCreated: t('Parcelas nuevas'),
    parcelsKnown: t('Parcelas ya registradas'),
    consentsCreated: t('Consentimientos nuevos'),
    consentsKnown: t('Consentimientos ya registrados'),
    applicationsCreated: t('Solicitudes nuevas'),
    applicationsKnown: t('Solicitudes ya registradas'),
    faultyRows: t('Filas con errores'),
    facilitatorStaffId: t('N.º de la persona en la institución facilitadora'),
    documentKind: t('Tipo de documento'),
    documentNumber: t('Número de documento'),
    givenNames: t('Nombres'),
    firstSurname: t('Apellido paterno'),
    secondSurname: t('Apellido materno'),
    sex: t('Sexo'),
    birthDate: t('Fecha de nacimiento'),
    phone: t('Celular'),
    community: t('Caserío o comunidad'),
    partnerOrganisationId: t('Organización de productores'),
    tenure: t('Tenencia'),
    variety: t('Variedad de cacao'),
    plantedOn: t('Fecha de siembra'),
    latitude: t('Latitud'),
    longitude: t('Longitud'),
  };
}

function codeWords(t: Translate): Record<string, string> {
  return {
    absent: t('No estaba'),
    promised: t('Prometió pagar'),
    unable: t('No pudo pagar'),
    unwilling: t('No quiso pagar'),
    other: t('Otro motivo'),
    draft: t('Borrador'),
    submitted: t('Enviada'),
    'in-evaluation': t('En evaluación'),
    returned: t('Observada'),
    'in-committee': t('En comité'),
    approved: t('Aprobada'),
    denied: t('Denegada'),
    withdrawn: t('Desistida'),
    expired: t('Vencida'),
    disbursed: t('Desembolsada'),
    lender: t('Entidad financiera'),
    'producer-organisation': t('Organización de productores'),
    'financial-institution': t('Entidad financiera'),
    government: t('Gobierno'),
    buyer: t('Comprador'),
    published: t('Publicado'),
    entered: t('Registrado'),
    assumption: t('Supuesto'),
    evaluation: t('Evaluar y administrar el crédito'),
    'credit-bureau': t('Centrales de riesgo'),
    messages: t('Mensajes al celular'),
    funders: t('Compartir con quienes financian'),
    handwritten: t('Firma a mano'),
    fingerprint: t('Huella digital'),
    digital: t('Firma digital'),
  };
}

/** Why something was refused, as a reason for whoever reads the history; the person themself was told in full. */
function refusalWords(t: Translate): Record<string, string> {
  return {
    amount_exceeds_debt: t('el monto supera la deuda'),
    intent_needed: t('faltaba elegir entre menos cuotas y cuotas menores'),
    loan_closed: t('el crédito está cerrado'),
    date_in_future: t('la fecha es futura'),
    date_before_disbursement: t('la fecha es anterior al desembolso'),
    date_before_approval: t('la fecha es anterior a la aprobación'),
    already_reversed: t('ya estaba extornado'),
    already_disbursed: t('ya estaba desembolsado'),
    same_person: t('era la misma persona'),
    role_not_allowed: t('su función no lo permite'),
    submitter_cannot_decide: t('quien envía no decide'),
    not_the_owner: t('no es su solicitud'),
    not_from_this_state: t('el estado no lo permite'),
    reason_needed: t('faltaba el motivo'),
    tasks_missing: t('faltaban datos'),
    above_level: t('supera su nivel de aprobación'),
    changed_meanwhile: t('otra persona lo cambió antes'),
    commitment_exceeded: t('supera lo disponible de la línea'),
    outside_availability: t('la línea no está disponible en esa fecha'),
    debt_exceeded: t('supera la deuda de la línea'),
    line_exceeded: t('la línea no tiene dinero suficiente'),
    line_not_available: t('la línea no está disponible en esa fecha'),
    region_not_eligible: t('la línea no financia esa región'),
    product_not_eligible: t('la línea no financia ese producto'),
    already_lent: t('ya está colocado'),
    already_repaid: t('ya está pagado'),
    already_drawn_again: t('ya se volvió a disponer'),
    rate_above_cap: t('la tasa supera el tope legal'),
    late_rate_above_cap: t('la tasa moratoria supera el tope legal'),
    no_cap_known: t('no hay tope legal registrado para esa fecha'),
    already_decided: t('ya estaba decidida'),
    not_a_loss: t('no está en la categoría Pérdida'),
    not_provisioned: t('no está provisionado por completo'),
    principal_exceeds_debt: t('el monto supera el saldo de capital'),
    nothing_left_to_change: t('no queda ninguna cuota por cambiar'),
    slip_known: t('la boleta ya estaba registrada'),
    more_than_borne: t('es más de lo que se espera de sus parcelas'),
    withheld_from_delivery: t('se retuvo de una entrega'),
    parcel_of_another: t('la parcela es de otro productor'),
    moisture_out_of_range: t('la humedad no es de grano seco'),
  };
}
