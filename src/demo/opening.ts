import { addInvestor } from '../alliance/add-investor';
import type { Knex } from '../db/connect';
import { addDays, type IsoDate } from '../lending/dates';
import { createAgenda, clockAt } from './agenda';
import { INVESTORS } from './alliance-script';
import { FACILITATOR, INVESTOR_STAFF, LENDERS } from './cast';
import { accepted, bySystem, createTroupe, employ, type Lender, type Stage } from './stage';

/** The story takes a little more than two years and ends yesterday. */
const STORY_DAYS = 800;

export interface Opening {
  readonly auditKey: string;
  readonly passwordHash: string;
  readonly today: IsoDate;
}

/** Day one: the facilitator, its investors, and the lenders with their staff. */
export async function openStage(trx: Knex.Transaction, opening: Opening): Promise<Stage> {
  const { auditKey, passwordHash, today } = opening;
  const firstDay = addDays(today, -STORY_DAYS);
  const signature = { clock: clockAt(firstDay, 8 * 60), auditKey };
  const facilitator = await createTroupe(trx, signature, FACILITATOR, passwordHash);
  const lenders: Lender[] = [];
  for (const script of LENDERS) {
    lenders.push({ ...(await createTroupe(trx, signature, script, passwordHash)), script });
  }
  let commands = 0;
  const stage: Stage = {
    trx,
    agenda: createAgenda(),
    firstDay,
    lastDay: addDays(today, -1),
    facilitator,
    lenders,
    producerOrganisations: new Map(['10', '22', '25'].map((department) => [department, []])),
    commandId: () => `demo-${++commands}`,
    as: ({ institutionId, id, role }, clock) => ({
      clock,
      auditKey,
      actor: { institutionId, kind: 'staff', id, role, requestId: 'demo' },
    }),
  };
  await bringInvestors(stage, opening);
  return stage;
}

async function bringInvestors(stage: Stage, { auditKey, passwordHash }: Opening): Promise<void> {
  const { trx, facilitator, firstDay } = stage;
  const clock = clockAt(firstDay, 9 * 60);
  const [alicia] = facilitator.having('facilitator');
  for (const investor of INVESTORS) {
    const answer = await addInvestor(trx, stage.as(alicia, clock), { ...investor, commandId: stage.commandId() });
    if (investor.name !== INVESTOR_STAFF.investor) continue;
    const { investorId } = accepted(answer);
    const by = bySystem({ clock, auditKey }, facilitator.institutionId);
    await employ(trx, by, { ...INVESTOR_STAFF.member, passwordHash, investorId });
  }
}
