import type { Translate } from '../web/locale';

/** The field that is at fault, `form` for none, and the sentence that says why and what to do. */
export function changeRefusalWords(reason: string, t: Translate): { readonly field: string; readonly message: string } {
  return { field: FIELDS.get(reason) ?? 'form', message: sentence(reason, t) };
}

const FIELDS: ReadonlyMap<string, string> = new Map([
  ['amount_exceeds_debt', 'amount'],
  ['principal_exceeds_debt', 'amount'],
  ['rate_above_cap', 'ratePercent'],
  ['no_cap_known', 'ratePercent'],
  ['dates_out_of_order', 'firstDue'],
  ['due_in_the_past', 'due'],
  ['date_in_future', 'valueDate'],
  ['reason_needed', 'reason'],
  ['filed_in_future', 'filedOn'],
  ['filed_before_arrears', 'filedOn'],
]);

function sentence(reason: string, t: Translate): string {
  switch (reason) {
    case 'loan_closed':
    case 'loan_written_off':
      return t('El crédito ya no está vigente: no se le puede cambiar nada');
    case 'loan_not_written_off':
      return t('El crédito no está castigado, o no lo estaba en esa fecha: registra un pago común');
    case 'already_requested':
      return t('Este crédito ya tiene una solicitud de cambio por decidir');
    case 'amount_exceeds_debt':
      return t('El monto supera lo que se debe');
    case 'principal_exceeds_debt':
      return t('El monto supera el saldo de capital');
    case 'nothing_left_to_change':
      return t('No queda ninguna cuota por vencer que se pueda cambiar');
    case 'not_a_loss':
      return t('Por sus días de atraso el crédito no está en la categoría Pérdida: todavía no se puede castigar');
    case 'not_provisioned':
      return t('Las provisiones registradas no cubren el saldo: se castiga después del cierre de día que las complete');
    case 'rate_above_cap':
      return t('La tasa supera la máxima legal de hoy');
    case 'late_rate_above_cap':
      return t('La tasa moratoria del crédito supera la máxima legal de hoy');
    case 'no_cap_known':
      return t('No hay tasa máxima legal registrada para hoy; un administrador la registra en Parámetros');
    case 'dates_out_of_order':
      return t('Las fechas de las cuotas deben ser posteriores a hoy y estar en orden');
    case 'due_in_the_past':
      return t('El cargo se cobra desde hoy en adelante');
    case 'own_charge':
      return t('Tú registraste este cargo: lo extorna otra persona, jefe de negocios o administrador');
    case 'already_reversed':
      return t('Este cargo ya fue extornado');
    case 'charge_already_waived':
      return t('De este cargo ya se condonó una parte: no se puede extornar, condona lo que falta');
    case 'date_in_future':
      return t('La fecha del pago no puede ser futura');
    case 'not_overdue':
      return t('El crédito no tiene cuotas vencidas: no hay qué demandar');
    case 'already_in_court':
      return t('El crédito ya está en cobranza judicial');
    case 'not_in_court':
      return t('El crédito no está en cobranza judicial');
    case 'filed_in_future':
      return t('La demanda no puede tener fecha futura');
    case 'filed_before_arrears':
      return t('La demanda no puede ser anterior a la primera cuota vencida');
    case 'role_not_allowed':
      return t('Tu función no permite decidir esta solicitud');
    case 'same_person':
      return t('Tú pediste este cambio: lo decide otra persona');
    case 'not_the_requester':
      return t('Solo quien pidió el cambio lo puede retirar');
    case 'already_decided':
      return t('Esta solicitud ya fue decidida');
    case 'reason_needed':
      return t('Escribe por qué se deniega');
    case 'command_reused':
      return t('Este formulario ya se usó con otros datos. Revisa el crédito antes de volver a intentar');
    default:
      return t(
        'Con esas condiciones no se puede armar el cronograma. Revisa las fechas, la tasa y el número de cuotas',
      );
  }
}
