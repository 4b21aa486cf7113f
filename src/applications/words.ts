import type { ApprovingRole } from '../products/approval-level-store';
import { capWords, type FieldMessage } from '../products/quote-words';
import { roleName } from '../products/words';
import { date } from '../web/format';
import type { Translate } from '../web/locale';
import type { EditRefusal } from './edit-application';
import type { State } from './states';
import type { Application } from './store';
import type { StepTaken } from './take-step';

/* What the states of an application, the steps between them and their refusals are called. */

export function stateName(state: State, t: Translate): string {
  const names: Record<State, string> = {
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
  };
  return names[state];
}

export function stateTone(state: State): string {
  if (state === 'approved' || state === 'disbursed') return 'ok';
  if (state === 'returned' || state === 'expired') return 'warn';
  return state === 'denied' ? 'bad' : '';
}

/** What is to be done next; empty where the application has ended. */
export function nextAction(state: State, t: Translate): string {
  const actions: Partial<Record<State, string>> = {
    draft: t('Completar y enviar'),
    submitted: t('Tomar en evaluación'),
    'in-evaluation': t('Evaluar y enviar a comité'),
    returned: t('Levantar las observaciones'),
    'in-committee': t('Decidir'),
    approved: t('Desembolsar'),
  };
  return actions[state] ?? '';
}

/** Who has it now: its officer, whoever evaluates it, or those who should take it. */
export function holder(state: State, officer: string, evaluator: string | undefined, t: Translate): string {
  const holders: Partial<Record<State, string>> = {
    draft: officer,
    returned: officer,
    submitted: t('Jefe de negocios o riesgos'),
    'in-evaluation': evaluator ?? t('Jefe de negocios o riesgos'),
    'in-committee': t('Comité de créditos'),
    approved: t('Caja'),
  };
  return holders[state] ?? '';
}

export const ACTIONS = ['begin', 'committee', 'approve', 'return', 'deny', 'withdraw'] as const;
export type Action = (typeof ACTIONS)[number];

export const STATE_AFTER: Readonly<Record<Action, State>> = {
  begin: 'in-evaluation',
  committee: 'in-committee',
  return: 'returned',
  approve: 'approved',
  deny: 'denied',
  withdraw: 'withdrawn',
};

export function actionLabel(action: Action, t: Translate): string {
  const labels: Record<Action, string> = {
    begin: t('Tomar en evaluación'),
    committee: t('Enviar a comité'),
    return: t('Observar'),
    approve: t('Aprobar'),
    deny: t('Denegar'),
    withdraw: t('Registrar desistimiento'),
  };
  return labels[action];
}

export function loanStatusName(status: 'active' | 'closed' | 'overpaid' | 'written-off', t: Translate): string {
  const names = {
    active: t('Vigente'),
    closed: t('Pagado'),
    overpaid: t('Pagado con saldo a favor'),
    'written-off': t('Castigado'),
  };
  return names[status];
}

type StepReason = (StepTaken & { type: 'refused' })['reason'];

/** Why a step was not taken, and at which field it shows. */
export function stepRefused(
  refused: StepTaken & { type: 'refused' },
  application: Application,
  t: Translate,
): FieldMessage {
  if (refused.reason === 'above_level') return { field: 'form', message: aboveLevel(refused.neededRole, t) };
  const state = stateName(application.state, t);
  const on = application.disburseOn ?? '';
  const messages: Record<Exclude<StepReason, 'above_level'>, string> = {
    command_reused: reused(t),
    not_found: t('Esa solicitud no existe'),
    changed_meanwhile: t(
      'La solicitud cambió mientras la veías: ahora está {state}. Revisa cómo quedó antes de decidir',
      { state },
    ),
    not_from_this_state: t('La solicitud está {state} y ese paso ya no es posible', { state }),
    role_not_allowed: t('Ese paso le toca a otra persona de la institución'),
    not_the_owner: t('Solo el asesor de la solicitud puede dar ese paso'),
    submitter_cannot_decide: t('Quien envió la solicitud no puede evaluarla ni decidirla'),
    reason_needed: t('Escribe el motivo'),
    tasks_missing: t('Todavía faltan tareas por completar'),
    disbursement_in_the_past: t('La fecha del desembolso ({date}) ya pasó. Cámbiala en Destino y monto', {
      date: date(on),
    }),
    product_not_offered: t('El producto ya no está en oferta. Elige otro en Destino y monto'),
    no_cap_known: capWords('no_cap_known', on, t),
    rate_above_cap: capWords('rate_above_cap', on, t),
    late_rate_above_cap: capWords('late_rate_above_cap', on, t),
  };
  return { field: refused.reason === 'reason_needed' ? 'reason' : 'form', message: messages[refused.reason] };
}

/** What stops every task alike. */
export function editRefused(reason: EditRefusal, t: Translate): FieldMessage {
  const messages: Record<EditRefusal, string> = {
    command_reused: reused(t),
    not_found: t('Esa solicitud no existe'),
    not_editable: t('La solicitud ya no se puede cambiar: no es tuya o ya se envió'),
  };
  return { field: 'form', message: messages[reason] };
}

export function reused(t: Translate): string {
  return t('Este formulario ya se envió con otros datos. Revisa y envíalo otra vez');
}

function aboveLevel(neededRole: ApprovingRole | null, t: Translate): string {
  return neededRole === null
    ? t('El monto supera el nivel de autonomía de todos los roles. Un administrador registra los niveles en Productos')
    : t('El monto supera tu nivel de autonomía. Lo aprueba: {role}', { role: roleName(neededRole, t) });
}
