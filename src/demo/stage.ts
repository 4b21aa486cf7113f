import type { Clock } from '../clock';
import type { Knex } from '../db/connect';
import { addStaff } from '../institutions/add-staff';
import { createInstitution } from '../institutions/create-institution';
import type { By } from '../ledger/by';
import { once } from '../ledger/command';
import type { IsoDate } from '../lending/dates';
import type { StaffRole } from '../web/user';
import type { Agenda } from './agenda';
import type { InstitutionScript, LenderScript, StaffScript } from './cast';

/** Where the demo is played: everything that its parts need to act in the program. */
export interface Stage {
  readonly trx: Knex.Transaction;
  readonly agenda: Agenda;
  /** The first and the last day of the story; the day after it is today. */
  readonly firstDay: IsoDate;
  readonly lastDay: IsoDate;
  readonly facilitator: Troupe;
  readonly lenders: readonly Lender[];
  /** The numbers of those that have joined the alliance, by department. */
  readonly producerOrganisations: ReadonlyMap<string, number[]>;
  /** Each intention has an id of its own, the same on every run. */
  commandId(): string;
  as(person: Person, clock: Clock): By;
}

export interface Person {
  readonly institutionId: number;
  readonly id: number;
  readonly role: StaffRole;
}

/** The people of an institution. */
export interface Troupe {
  readonly institutionId: number;
  readonly code: string;
  /** Those who have a role there, at least one. */
  having(role: StaffRole): readonly [Person, ...Person[]];
}

export interface Lender extends Troupe {
  readonly script: LenderScript;
}

export interface Signature {
  readonly clock: Clock;
  readonly auditKey: string;
}

/** The command that tells the sign-in page that an institution is of the demo. */
export const DEMO_MARK = 'demo-institution';

/** Makes an institution with its staff. */
export async function createTroupe(
  trx: Knex.Transaction,
  signature: Signature,
  script: InstitutionScript,
  passwordHash: string,
): Promise<Troupe> {
  const { staff, ...institution } = script;
  const { institutionId } = await createInstitution(trx, signature, institution);
  const by = bySystem(signature, institutionId);
  await once(trx, by, { id: DEMO_MARK, kind: DEMO_MARK, content: {} }, async () => ({ type: 'done' }));
  const people: Person[] = [];
  for (const member of staff) people.push(await employ(trx, by, { ...member, passwordHash }));
  return {
    institutionId,
    code: script.code,
    having: (role) => {
      const [first, ...others] = people.filter((person) => person.role === role);
      if (!first) throw new Error(`nobody at ${script.code} is ${role}`);
      return [first, ...others];
    },
  };
}

/** What a use case answered, which must not be a refusal. */
export function accepted<Answer extends { readonly type: string }>(
  answer: Answer,
): Exclude<Answer, { readonly type: 'refused' }> {
  if (answer.type === 'refused') throw new Error(`the demo was refused: ${JSON.stringify(answer)}`);
  return answer as Exclude<Answer, { readonly type: 'refused' }>;
}

export function bySystem({ clock, auditKey }: Signature, institutionId: number): By {
  return { clock, auditKey, actor: { institutionId, kind: 'system', role: 'system', requestId: 'demo' } };
}

/** Lets somebody in. An investor's account sees the lines of `investorId`. */
export async function employ(
  trx: Knex.Transaction,
  by: By,
  member: StaffScript & { readonly passwordHash: string; readonly investorId?: number },
): Promise<Person> {
  const added = accepted(await addStaff(trx, by, { ...member, mustChangePassword: false }));
  return { institutionId: by.actor.institutionId, id: added.staffId, role: member.role };
}
