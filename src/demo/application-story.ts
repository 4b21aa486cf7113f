import { approveApplication } from '../applications/approve-application';
import { chooseParcels } from '../applications/choose-parcels';
import { recordCashFlow } from '../applications/record-cash-flow';
import { recordRequest } from '../applications/record-request';
import { startApplication } from '../applications/start-application';
import {
  beginEvaluation,
  denyApplication,
  returnApplication,
  sendToCommittee,
  withdrawApplication,
} from '../applications/steps';
import { submitApplication } from '../applications/submit-application';
import type { Decision, StepTaken } from '../applications/take-step';
import type { Clock } from '../clock';
import type { Knex } from '../db/connect';
import type { By } from '../ledger/by';
import type { Centimos } from '../lending/money';
import { instalmentsOf, type Ask } from './asks';
import type { Farmer } from './farmers';
import type { Offer } from './offer';
import { accepted, type Person, type Stage } from './stage';

/** An application that somebody has started. */
export interface Applied {
  readonly applicationId: number;
  readonly farmer: Farmer;
  readonly ask: Ask;
}

/** One visit to the farm: the application with its four tasks. */
export async function apply(stage: Stage, farmer: Farmer, offer: Offer, ask: Ask, clock: Clock): Promise<Applied> {
  const { trx } = stage;
  const { institutionId } = farmer.lender;
  const by = stage.as(farmer.officer, clock);
  const started = await startApplication(trx, by, { commandId: stage.commandId(), farmerId: farmer.id });
  const { applicationId } = accepted(started);
  const task = () => ({ commandId: stage.commandId(), applicationId });
  accepted(await chooseParcels(trx, by, { ...task(), parcelIds: farmer.parcelIds }));
  const { amount, disburseOn, purpose, household } = ask;
  const instalments = await instalmentsOf(trx, institutionId, farmer, ask);
  const request = { amount, disburseOn, instalments };
  accepted(await recordRequest(trx, by, { ...task(), productId: offer[ask.kind], purpose, request }));
  accepted(await recordCashFlow(trx, by, { ...task(), ...household }));
  return { applicationId, farmer, ask };
}

/** What is done with an application after it was made, in the words of the office. */
export type Move = 'submit' | 'evaluate' | 'return' | 'send' | 'approve' | 'deny' | 'withdraw';

interface MoveScript {
  readonly step: (db: Knex, by: By, decision: Decision) => Promise<StepTaken>;
  readonly who: (applied: Applied) => Person;
  readonly reasons?: readonly string[];
}

const MOVES: Readonly<Record<Move, MoveScript>> = {
  submit: { step: submitApplication, who: ({ farmer }) => farmer.officer },
  evaluate: { step: beginEvaluation, who: ({ farmer }) => farmer.lender.having('manager')[0] },
  return: {
    step: returnApplication,
    who: ({ farmer }) => farmer.lender.having('manager')[0],
    reasons: [
      'Falta sustentar los ingresos que no son de cacao',
      'Confirmar el área de la parcela con la organización',
      'El monto pasa de lo que paga la primera ventana: revisar',
    ],
  },
  send: { step: sendToCommittee, who: ({ farmer }) => farmer.lender.having('risk')[0] },
  approve: {
    step: approveApplication,
    who: approver,
    reasons: [
      'La cosecha cubre las cuotas con margen, también con precio bajo',
      'Buen historial con su organización y capacidad de pago',
      'Capacidad suficiente; visita conforme',
    ],
  },
  deny: {
    step: denyApplication,
    who: approver,
    reasons: ['La cosecha no cubre las cuotas con el precio en caída', 'Sobreendeudamiento con otras entidades'],
  },
  withdraw: {
    step: withdrawApplication,
    who: ({ farmer }) => farmer.officer,
    reasons: ['El productor consiguió el dinero de su organización', 'Prefiere esperar a la próxima campaña'],
  },
};

/** Takes the next step with an application, by the person whose work it is. */
export async function move(stage: Stage, applied: Applied, kind: Move, clock: Clock): Promise<void> {
  const { step, who, reasons } = MOVES[kind];
  const { applicationId } = applied;
  const reason = reasons?.[applicationId % reasons.length];
  const decision = { commandId: stage.commandId(), applicationId, ...(reason !== undefined && { reason }) };
  accepted(await step(stage.trx, stage.as(who(applied), clock), decision));
}

const MANAGER_UP_TO: Centimos = 15_000_00;
const RISK_UP_TO: Centimos = 40_000_00;

/** The levels that every institution starts with. */
function approver({ farmer, ask }: Applied): Person {
  if (ask.amount <= MANAGER_UP_TO) return farmer.lender.having('manager')[0];
  return farmer.lender.having(ask.amount <= RISK_UP_TO ? 'risk' : 'administrator')[0];
}
