import { money } from '../web/format';
import type { Translate } from '../web/locale';
import type { Drawdown } from './draw-down';
import type { OpenLineRefusal } from './open-line';
import type { LineRepayment } from './repay-line';
import type { MovementReversalRefusal } from './reverse-movement';
import type { CreditLine } from './store';

export interface Tag {
  readonly text: string;
  readonly tone: 'ok' | 'warn' | 'bad' | '';
}

/** Where a line stands in its life on a day. */
export function lineTag(line: CreditLine, today: string, t: Translate): Tag {
  if (today < line.availableFrom) return { text: t('Aún no disponible'), tone: '' };
  if (today <= line.availableUntil) return { text: t('Disponible'), tone: 'ok' };
  if (today <= line.maturesOn) return { text: t('Ya no se dispone'), tone: '' };
  return line.drawn > line.repaid ? { text: t('Vencida con saldo'), tone: 'bad' } : { text: t('Concluida'), tone: '' };
}

export function revolvingWords(line: Pick<CreditLine, 'revolving'>, t: Translate): string {
  return line.revolving ? t('Revolvente') : t('No revolvente');
}

export function currencyName(currency: string, t: Translate): string {
  return currency === 'USD' ? t('Dólares') : t('Soles');
}

/** What a refusal says, and the field of its form that it is about. */
export interface Complaint {
  readonly field: string;
  readonly message: string;
}

export function movementComplaint(
  refusal: Extract<Drawdown | LineRepayment, { type: 'refused' }>,
  line: CreditLine,
  t: Translate,
): Complaint {
  if (refusal.reason === 'commitment_exceeded') {
    const most = money(Math.max(0, refusal.largest), line.currency);
    return { field: 'amount', message: t('Con esa fecha se puede disponer hasta {amount}', { amount: most }) };
  }
  if (refusal.reason === 'debt_exceeded') {
    const most = money(Math.max(0, refusal.largest), line.currency);
    return {
      field: 'amount',
      message: t('Con esa fecha se puede pagar hasta {amount}: es lo que se debe', { amount: most }),
    };
  }
  const words: Record<typeof refusal.reason, Complaint> = {
    date_in_future: { field: 'valueDate', message: t('La fecha no puede ser posterior a hoy') },
    outside_availability: {
      field: 'valueDate',
      message: t('La fecha está fuera del periodo de disposición de la línea'),
    },
    line_unknown: { field: 'form', message: t('La línea ya no existe') },
    command_reused: reusedForm(t),
  };
  return words[refusal.reason];
}

export function openLineComplaint(reason: OpenLineRefusal, t: Translate): Complaint {
  const words: Record<OpenLineRefusal, Complaint> = {
    command_reused: reusedForm(t),
    institution_unknown: { field: 'form', message: t('Esa institución no presta a productores') },
    investor_unknown: { field: 'investor', message: t('Elige el fondeador') },
    investor_exists: { field: 'investorName', message: t('Ya hay un fondeador con ese nombre. Elígelo en la lista') },
    region_missing: { field: 'regions', message: t('Elige al menos una región') },
    product_unknown: { field: 'products', message: t('Ese producto no es de la institución') },
    availability_ends_before_it_begins: {
      field: 'availableUntil',
      message: t('El periodo de disposición debe terminar el día en que empieza o después'),
    },
    matures_before_availability_ends: {
      field: 'maturesOn',
      message: t('La línea debe vencer el día en que termina la disposición o después'),
    },
  };
  return words[reason];
}

export function reversalComplaint(reason: MovementReversalRefusal, t: Translate): Complaint {
  const words: Record<MovementReversalRefusal, string> = {
    command_reused: reusedForm(t).message,
    movement_unknown: t('Ese movimiento no existe'),
    same_person: t('Lo registraste tú: lo debe extornar otra persona'),
    already_reversed: t('Ese movimiento ya está extornado'),
    already_repaid: t('Ese dinero ya se pagó al fondeador: extorna primero el pago'),
    already_lent: t('Ese dinero ya está colocado en créditos'),
    already_drawn_again: t('Ese pago ya dio lugar a otra disposición: extórnala primero'),
  };
  return { field: 'form', message: words[reason] };
}

function reusedForm(t: Translate): Complaint {
  return { field: 'form', message: t('Este formulario ya se envió con otros datos. Revisa y envíalo otra vez') };
}
