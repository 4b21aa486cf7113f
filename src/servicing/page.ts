import type { LoanState } from '../lending/history';
import { money } from '../web/format';
import type { Translate } from '../web/locale';
import { askedLines } from './asked-lines';
import type { ServicingRequest } from './store';
import { changeName } from '../loans/words';

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
    kind: changeName(request.kind, t),
    amount: request.amount > 0 ? money(request.amount, currency) : null,
    reason: request.reason,
    state: stateTag(request.state, t),
    requestedBy: names.get(request.requestedBy) ?? '',
    requestedAt: request.requestedAt,
    decidedBy: request.decidedBy === null ? null : (names.get(request.decidedBy) ?? ''),
    decidedAt: request.decidedAt,
    decisionReason: request.decisionReason,
    lines: askedLines(request, t),
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

/** What is owed today, by the parts that can be waived; nothing is 0.00, so that nobody looks for it. */
export function debtsOf(outstanding: LoanState['outstanding'], t: Translate) {
  return [
    { label: t('Saldo capital'), amount: outstanding.principal },
    { label: t('Interés y seguro de todo el cronograma'), amount: outstanding.interest },
    { label: t('Interés moratorio'), amount: outstanding.lateInterest },
    { label: t('Comisiones'), amount: outstanding.fees },
    { label: t('Penalidades'), amount: outstanding.penalties },
  ];
}
