import type { Translate } from '../web/locale';
import type { AddRefusal } from './add-loan';
import type { NewDayRefusal } from './move-day';
import { DAYS_AROUND_TODAY, ROWS_MAX, type NewSheetRefusal } from './make-sheet';
import type { SheetRefusal } from './on-sheet';
import type { ReceiveRefusal } from './receive-sheet';
import type { SaveRefusal } from './save-rows';
import type { SettleRefusal } from './settle-row';
import type { SubmitRefusal } from './submit-sheet';
import type { VoidRefusal } from './void-sheet';

export type AnyRefusal =
  | AddRefusal
  | NewDayRefusal
  | NewSheetRefusal
  | SheetRefusal
  | ReceiveRefusal
  | SaveRefusal
  | SettleRefusal
  | SubmitRefusal
  | VoidRefusal
  | 'not_editable';

/** Why something about a sheet was refused, and what to do; `sheet` is the other one that stands in the way. */
export function refusalSentence(reason: AnyRefusal, t: Translate, sheet = 0): string {
  const sentences: Record<AnyRefusal, string> = {
    ...makingSentences(t, sheet),
    ...handingOverSentences(t, sheet),
    ...deskSentences(t),
    command_reused: t('Este formulario ya se usó con otros datos. Revisa la hoja antes de volver a intentar'),
    sheet_not_found: t('No encontramos esta hoja'),
    changed_meanwhile: t(
      'La hoja cambió mientras escribías. Lo que escribiste sigue aquí: revisa las filas marcadas y guarda de nuevo',
    ),
    not_editable: t('Esta hoja ya no se puede cambiar: está en caja o terminada'),
    not_from_this_state: t('La hoja ya no está en el estado que muestra tu página. Ábrela de nuevo'),
    role_not_allowed: t('Tu función no permite este paso'),
    same_person: t('Esta hoja es tuya: la recibe otra persona'),
    reason_needed: t('Escribe el motivo'),
  };
  return sentences[reason];
}

function makingSentences(t: Translate, sheet: number) {
  return {
    place_unknown: t('En ese lugar no tienes créditos por cobrar. Elige otro'),
    date_too_far: t('La fecha está a más de {days} días de hoy. Revisa el mes y el año', { days: DAYS_AROUND_TODAY }),
    too_many_rows: t('La hoja pasa de {rows} créditos. Elige un lugar más pequeño o haz otra hoja', { rows: ROWS_MAX }),
    loan_not_found: t('Ese crédito no es de tu cartera'),
    loan_closed: t('Ese crédito ya no recibe pagos: está pagado o castigado'),
    other_currency: t('Ese crédito es en otra moneda: necesita su propia hoja'),
    not_disbursed_yet: t('En esa fecha el crédito todavía no estaba desembolsado'),
    already_on_sheet: t('Ese crédito ya está en esta hoja'),
    on_other_sheet: t('Ese crédito espera en la hoja {sheet}. Anota ahí el pago, o entrega esa hoja primero', {
      sheet,
    }),
  };
}

function handingOverSentences(t: Translate, sheet: number) {
  return {
    row_not_found: t('Esa fila ya no está en la hoja'),
    row_stays: t('Una fila con dinero, o de una hoja que ya se entregó, no se quita'),
    promise_without_date: t('Ingresa qué día prometió pagar'),
    promise_in_the_past: t('El día prometido no puede ser anterior al día de la hoja'),
    date_in_future: t('El día de la hoja todavía no llega. Cambia la fecha por el día en que cobraste'),
    nothing_on_sheet: t('La hoja no tiene ningún crédito. Agrega uno o anula la hoja'),
    rows_blank: t('Hay filas sin dinero y sin motivo. Complétalas, o marca que no se les visitó'),
    receipt_used_twice: t('Dos filas tienen el mismo número de recibo de papel. Corrige una'),
    receipt_used_before: t(
      'Un recibo de papel de esta hoja ya está en la hoja {sheet}. Revisa si la escribiste dos veces',
      {
        sheet,
      },
    ),
    taken_twice: t(
      'Un productor de esta hoja ya pagó ese mismo día en la hoja {sheet}. Revisa si la escribiste dos veces',
      { sheet },
    ),
    money_recorded: t('La hoja tiene dinero anotado: solo la puede anular un jefe de negocios'),
  };
}

function deskSentences(t: Translate) {
  return {
    already_received: t('La hoja ya fue recibida en caja'),
    difference_unexplained: t(
      'Lo contado no es lo que suma la hoja. Explica la diferencia o devuelve la hoja al asesor',
    ),
    row_not_refused: t('Esta fila ya está resuelta'),
    amount_above_collected: t('No se puede registrar más de lo que el productor dio'),
  };
}
