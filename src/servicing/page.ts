import { money, percent } from '../web/format';
import type { Translate } from '../web/locale';
import type { RequestKind, ServicingRequest } from './store';

export function kindName(kind: RequestKind, t: Translate): string {
  switch (kind) {
    case 'waiver':
      return t('Condonación');
    case 'rate-change':
      return t('Cambio de tasa');
    case 'extra-grace':
      return t('Gracia por cosecha perdida');
    case 'reprogramming':
      return t('Nuevo cronograma');
    case 'write-off':
      return t('Castigo');
  }
}

export function partOptions(t: Translate) {
  return [
    { value: 'late-interest', label: t('Interés moratorio') },
    { value: 'penalty', label: t('Penalidades') },
    { value: 'fee', label: t('Comisiones') },
    { value: 'interest', label: t('Interés y seguro') },
    { value: 'principal', label: t('Capital') },
  ];
}

export function causeOptions(t: Translate) {
  return [
    { value: 'difficulty', label: t('El productor no puede pagar como se pactó') },
    { value: 'emergency', label: t('Emergencia declarada en su zona') },
    { value: 'request', label: t('Lo pide y puede pagar') },
    { value: 'insolvency', label: t('Proceso concursal aprobado') },
  ];
}

export function planOptions(t: Translate) {
  return [
    { value: 'weighted', label: t('Por fechas de cosecha') },
    { value: 'level', label: t('Cuotas iguales') },
    { value: 'equal-principal', label: t('Capital igual en cada cuota') },
    { value: 'bullet', label: t('Un solo pago al final') },
  ];
}

export function unpaidInterestOptions(t: Translate) {
  return [
    { value: 'carry', label: t('Espera a las primeras cuotas, sin generar interés') },
    { value: 'capitalise', label: t('Se suma al capital') },
  ];
}

export function chargeOptions(t: Translate) {
  return [
    { value: 'fee', label: t('Comisión por un servicio') },
    { value: 'penalty', label: t('Penalidad pactada en el contrato') },
  ];
}

export function channelOptions(t: Translate) {
  return [
    { value: 'cash', label: t('En efectivo, por caja') },
    { value: 'bank', label: t('Por banco o transferencia') },
  ];
}

export function requestRow(
  request: ServicingRequest,
  currency: string,
  names: ReadonlyMap<number, string>,
  t: Translate,
) {
  return {
    id: request.id,
    loanId: request.loanId,
    kind: kindName(request.kind, t),
    amount: request.amount > 0 ? money(request.amount, currency) : null,
    reason: request.reason,
    state: stateTag(request.state, t),
    requestedBy: names.get(request.requestedBy) ?? '',
    requestedAt: request.requestedAt,
    decidedBy: request.decidedBy === null ? null : (names.get(request.decidedBy) ?? ''),
    decidedAt: request.decidedAt,
    decisionReason: request.decisionReason,
    lines: detailLines(request, t),
  };
}

function stateTag(state: ServicingRequest['state'], t: Translate) {
  switch (state) {
    case 'open':
      return { text: t('Por decidir'), tone: 'warn' };
    case 'approved':
      return { text: t('Aprobada'), tone: 'ok' };
    case 'denied':
      return { text: t('Denegada'), tone: 'bad' };
    case 'withdrawn':
      return { text: t('Retirada'), tone: '' };
  }
}

/** What was asked for, a line each. */
function detailLines({ details }: ServicingRequest, t: Translate): string[] {
  const change = details.change as
    { rate?: { percent: string }; months?: number; unpaidInterest?: string; cause?: { reason: string } } | undefined;
  const labelOf = (options: readonly { value: string; label: string }[], value: string | undefined) =>
    options.find((option) => option.value === value)?.label ?? '';
  return [
    ...(details.part === undefined ? [] : [labelOf(partOptions(t), details.part)]),
    ...(change?.rate ? [t('Nueva tasa efectiva anual: {rate}', { rate: percent(change.rate.percent) })] : []),
    ...(change?.months === undefined ? [] : [t('Meses de gracia: {count}', { count: change.months })]),
    ...(change?.cause ? [labelOf(causeOptions(t), change.cause.reason)] : []),
    ...(change?.unpaidInterest === undefined
      ? []
      : [
          t('Interés que se debe: {treatment}', {
            treatment: labelOf(unpaidInterestOptions(t), change.unpaidInterest),
          }),
        ]),
  ];
}
