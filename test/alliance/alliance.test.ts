import { addInvestor } from '../../src/alliance/add-investor';
import { addPartnerOrganisation, type NewPartnerOrganisation } from '../../src/alliance/add-partner-organisation';
import { allianceProgress, inDollars } from '../../src/alliance/progress';
import { recordLetter } from '../../src/alliance/record-letter';
import { letters } from '../../src/alliance/store';
import { withdrawLetter } from '../../src/alliance/withdraw-letter';
import { Decimal } from '../../src/lending/decimal';
import { anInvestor, anOpenLine, commandId } from '../lines/open';
import { loanBook } from '../support/loan-book';
import { createWorld, TODAY, type World } from '../support/world';

let world: World;
const alicia = () => world.azmj.by('alicia');

beforeAll(async () => {
  world = await createWorld();
});

const organisation = (name: string, more: Partial<NewPartnerOrganisation> = {}): NewPartnerOrganisation => ({
  commandId: commandId(),
  name,
  kind: 'producer-organisation',
  departmentCode: '10',
  contact: '',
  ...more,
});

async function added(name: string): Promise<number> {
  const outcome = await addPartnerOrganisation(world.db, alicia(), organisation(name));
  if (outcome.type !== 'done') throw new Error(outcome.reason);
  return outcome.partnerOrganisationId;
}

const letter = (partnerOrganisationId: number, hectares: string, signedOn = '2026-10-01') => ({
  commandId: commandId(),
  partnerOrganisationId,
  signedOn,
  hectares,
  departmentCode: '10',
});

describe('a partner organisation', () => {
  it('is entered once, however often the form is sent', async () => {
    const naranjillo = organisation('Cooperativa Naranjillo');
    const first = await addPartnerOrganisation(world.db, alicia(), naranjillo);
    expect(await addPartnerOrganisation(world.db, alicia(), naranjillo)).toEqual(first);
    const other = { ...naranjillo, contact: 'Otra persona' };
    expect(await addPartnerOrganisation(world.db, alicia(), other)).toMatchObject({ reason: 'command_reused' });
  });

  it('is refused with the name of another, whatever the accents and capitals, and says which', async () => {
    const partnerOrganisationId = await added('Asociación Acopagro');
    const twin = await addPartnerOrganisation(world.db, alicia(), organisation('ASOCIACION  acopagro'));
    expect(twin).toEqual({ type: 'refused', reason: 'organisation_exists', partnerOrganisationId });
  });

  it('two people entering the same one at the same moment make one', async () => {
    const both = await Promise.all(
      [0, 1].map(() => addPartnerOrganisation(world.db, alicia(), organisation('Cacao Alto Huallaga'))),
    );
    expect(both.map(({ type }) => type).toSorted()).toEqual(['done', 'refused']);
  });

  it('an investor likewise', async () => {
    const investor = (name: string) => ({ commandId: commandId(), name, country: 'NL' });
    expect(await addInvestor(world.db, alicia(), investor('Triodos'))).toMatchObject({ type: 'done' });
    expect(await addInvestor(world.db, alicia(), investor('triodos'))).toMatchObject({ reason: 'investor_exists' });
  });
});

describe('a letter of intention', () => {
  it.each`
    what                            | change                            | reason
    ${'signed tomorrow'}            | ${{ signedOn: '2026-11-24' }}     | ${'date_in_future'}
    ${'of an organisation unknown'} | ${{ partnerOrganisationId: 999 }} | ${'organisation_unknown'}
  `('is refused when it is $what', async ({ change, reason }) => {
    const id = await added(`Comité ${reason}`);
    const outcome = await recordLetter(world.db, alicia(), { ...letter(id, '100'), ...change });
    expect(outcome).toEqual({ type: 'refused', reason });
    expect(await letters(world.db, id)).toEqual([]);
  });

  it('taken back counts no longer and stays with its reason, and is taken back once', async () => {
    const id = await added('Comité de retiro');
    const recorded = await recordLetter(world.db, alicia(), letter(id, '100.5'));
    const letterId = recorded.type === 'done' ? recorded.letterId : 0;
    const before = await allianceProgress(world.db, world.azmj.id, TODAY);
    const withdrawal = { letterId, reason: 'Se registró dos veces' };
    const first = await withdrawLetter(world.db, alicia(), { commandId: commandId(), ...withdrawal });
    expect(first).toEqual({ type: 'done' });
    const after = await allianceProgress(world.db, world.azmj.id, TODAY);
    expect(before.hectares.minus(after.hectares).toFixed()).toBe('100.5');
    expect(before.organisations - after.organisations).toBe(1);
    expect(await letters(world.db, id)).toMatchObject([
      { withdrawnOn: TODAY, withdrawalReason: 'Se registró dos veces' },
    ]);
    const second = await withdrawLetter(world.db, alicia(), { commandId: commandId(), ...withdrawal });
    expect(second).toMatchObject({ reason: 'already_withdrawn' });
  });
});

describe('investment in dollars', () => {
  it.each`
    what                                    | commitments                                       | rate         | dollars
    ${'nothing at all'}                     | ${[]}                                             | ${undefined} | ${0}
    ${'dollars need no rate'}               | ${[['USD', 1_000_000_00]]}                        | ${undefined} | ${1_000_000_00}
    ${'soles are divided by the rate'}      | ${[['USD', 1_000_000_00], ['PEN', 3_400_000_00]]} | ${'3.40'}    | ${2_000_000_00}
    ${'half a céntimo goes to the even'}    | ${[['PEN', 5]]}                                   | ${'2'}       | ${2}
    ${'soles without a rate are not known'} | ${[['PEN', 1]]}                                   | ${undefined} | ${undefined}
  `('$what', ({ commitments, rate, dollars }) => {
    expect(inDollars(new Map(commitments), rate === undefined ? undefined : new Decimal(rate))).toBe(dollars);
  });
});

describe('the progress of the alliance', () => {
  it('is measured against the targets of the day', async () => {
    const { targets } = await allianceProgress(world.db, world.azmj.id, TODAY);
    expect(targets).toMatchObject({ organisations: 30, farmers: 20_000, investmentUsd: 40_000_000_00 });
    expect(targets?.hectares.toFixed()).toBe('19855');
  });

  it('has no target before there was one', async () => {
    expect((await allianceProgress(world.db, world.azmj.id, '2012-09-30')).targets).toBeUndefined();
  });

  it('counts an organisation with two letters once and its hectares twice', async () => {
    const before = await allianceProgress(world.db, world.azmj.id, TODAY);
    const id = await added('Comité de dos cartas');
    await recordLetter(world.db, alicia(), letter(id, '10.25'));
    await recordLetter(world.db, alicia(), letter(id, '20'));
    const after = await allianceProgress(world.db, world.azmj.id, TODAY);
    expect(after.organisations - before.organisations).toBe(1);
    expect(after.hectares.minus(before.hectares).toFixed()).toBe('30.25');
  });

  it('counts the lines of all lenders, in dollars', async () => {
    const before = (await allianceProgress(world.db, world.azmj.id, TODAY)).investmentUsd ?? 0;
    const investorId = await anInvestor(world);
    await anOpenLine(world, investorId, { currency: 'USD', commitment: 500_00 });
    await anOpenLine(world, investorId, { currency: 'PEN', commitment: 340_00, institutionId: world.valle.id });
    const { investmentUsd, exchangeRate } = await allianceProgress(world.db, world.azmj.id, TODAY);
    expect(exchangeRate?.toFixed(2)).toBe('3.40');
    expect((investmentUsd ?? 0) - before).toBe(600_00);
  });

  it('counts a person who borrowed from two lenders once', async () => {
    const before = (await allianceProgress(world.db, world.azmj.id, TODAY)).farmers;
    for (const lender of [world.selva, world.valle]) {
      const book = await loanBook(world, lender);
      const farmerId = await book.addFarmer('Huamán');
      await world
        .db('farmer')
        .where({ institution_id: lender.id, id: farmerId })
        .update({ document_number: '01234567' });
      await book.addLoan({
        farmerId,
        disbursedOn: '2026-05-01',
        instalments: [{ due: '2026-12-01', principal: 100_00 }],
      });
    }
    expect((await allianceProgress(world.db, world.azmj.id, TODAY)).farmers - before).toBe(1);
  });
});
