import { date } from '../web/format';
import type { Translate } from '../web/locale';
import { capWords } from '../products/quote-words';
import type { DisbursementRefusal } from './disburse-loan';

/** The field that is at fault, `form` for none, and the sentence that says why and what to do. */
export interface FieldRefusal {
  readonly field: string;
  readonly message: string;
}

export function disbursementRefusal(reason: DisbursementRefusal, disbursedOn: string, t: Translate): FieldRefusal {
  switch (reason) {
    case 'already_disbursed':
      return { field: 'form', message: t('Esta solicitud ya fue desembolsada') };
    case 'application_not_found':
    case 'application_not_approved':
      return { field: 'form', message: t('Esta solicitud no está aprobada, así que no se puede desembolsar') };
    case 'role_not_allowed':
      return { field: 'form', message: t('Desembolsa una persona de caja o un jefe de negocios') };
    case 'same_person':
      return {
        field: 'form',
        message: t('Tú presentaste o aprobaste esta solicitud: la desembolsa otra persona'),
      };
    case 'date_in_future':
      return { field: 'disbursedOn', message: t('La fecha del desembolso no puede ser futura') };
    case 'date_before_approval':
      return { field: 'disbursedOn', message: t('La fecha del desembolso no puede ser anterior a la aprobación') };
    case 'line_exceeded':
      return { field: 'lineId', message: t('La línea ya no tiene dinero suficiente para este crédito. Elige otra') };
    case 'line_unknown':
    case 'line_not_available':
      return { field: 'lineId', message: t('La línea no está disponible en esa fecha. Elige otra') };
    case 'region_not_eligible':
      return { field: 'lineId', message: t('La línea no financia la región del productor. Elige otra') };
    case 'product_not_eligible':
      return { field: 'lineId', message: t('La línea no financia este producto. Elige otra') };
    case 'currency_needs_exchange_rate':
      return {
        field: 'lineId',
        message: t('No hay tipo de cambio registrado para esa fecha; un administrador lo registra en Parámetros'),
      };
    case 'no_cap_known':
    case 'rate_above_cap':
    case 'late_rate_above_cap':
      return { field: 'disbursedOn', message: capWords(reason, disbursedOn, t) };
    case 'dates_out_of_order':
      return {
        field: 'disbursedOn',
        message: t('El primer vencimiento debe ser posterior al desembolso ({date})', { date: date(disbursedOn) }),
      };
    case 'command_reused':
      return {
        field: 'form',
        message: t('Este formulario ya se usó con otros datos. Revisa el crédito antes de volver a intentar'),
      };
    default:
      return {
        field: 'disbursedOn',
        message: t('Con esa fecha no se puede armar el cronograma. Devuelve la solicitud para ajustarla'),
      };
  }
}
