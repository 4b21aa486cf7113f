import { addPartnerOrganisation } from '../alliance/add-partner-organisation';
import { recordLetter } from '../alliance/record-letter';
import { addDays } from '../lending/dates';
import { ORGANISATIONS, type OrganisationScript } from './alliance-script';
import { accepted, type Stage } from './stage';

const FIRST_LETTER_DAY = 12;
/** All letters are signed within four months, as they were in the alliance. */
const SIGNING_DAYS = 110;
const DAYS_FROM_SIGNATURE_TO_ENTRY = 3;

/** Thirty organisations join one after the other, each with its letter of intention. */
export function planAlliance(stage: Stage): void {
  ORGANISATIONS.forEach((organisation, index) => {
    const day = FIRST_LETTER_DAY + Math.floor((index * SIGNING_DAYS) / ORGANISATIONS.length);
    const signedOn = addDays(stage.firstDay, day);
    planJoining(stage, organisation, signedOn);
  });
}

function planJoining(stage: Stage, { hectares, ...organisation }: OrganisationScript, signedOn: string): void {
  const { trx, agenda, facilitator, producerOrganisations } = stage;
  agenda.add(addDays(signedOn, DAYS_FROM_SIGNATURE_TO_ENTRY), 10 * 60, async (clock) => {
    const by = stage.as(facilitator.having('facilitator')[0], clock);
    const joined = await addPartnerOrganisation(trx, by, { ...organisation, commandId: stage.commandId() });
    const { partnerOrganisationId } = accepted(joined);
    const { departmentCode, kind } = organisation;
    const letter = { partnerOrganisationId, signedOn, hectares: String(hectares), departmentCode };
    accepted(await recordLetter(trx, by, { ...letter, commandId: stage.commandId() }));
    if (kind === 'producer-organisation') producerOrganisations.get(departmentCode)?.push(partnerOrganisationId);
  });
}
