import { addInvestor } from '../../src/alliance/add-investor';
import { drawDown } from '../../src/lines/draw-down';
import { openLine, type NewLine } from '../../src/lines/open-line';
import type { Institution, World } from '../support/world';

/** What the tests of this folder say of a line unless they say otherwise: US$ 1,000.00 of commitment through 2026. */
export function aLine(world: World, investorId: number, more: Partial<NewLine> = {}): NewLine {
  return {
    commandId: commandId(),
    institutionId: world.selva.id,
    investor: { id: investorId },
    name: 'Cacao 2026',
    currency: 'USD',
    commitment: 1_000_00,
    ratePercent: '9.5',
    revolving: true,
    availableFrom: '2026-01-01',
    availableUntil: '2026-12-31',
    maturesOn: '2028-12-31',
    regions: ['10', '22'],
    products: [],
    ...more,
  };
}

export async function anInvestor(world: World, name = 'Root Capital'): Promise<number> {
  const added = await addInvestor(world.db, world.azmj.by('alicia'), { commandId: commandId(), name, country: 'US' });
  if (added.type !== 'done') throw new Error(added.reason);
  return added.investorId;
}

export async function anOpenLine(world: World, investorId: number, more: Partial<NewLine> = {}): Promise<number> {
  const opened = await openLine(world.db, world.azmj.by('alicia'), aLine(world, investorId, more));
  if (opened.type !== 'done') throw new Error(opened.reason);
  return opened.lineId;
}

export async function draw(
  world: World,
  lender: Institution,
  lineId: number,
  amount: number,
  valueDate = '2026-03-02',
): Promise<number> {
  const input = { commandId: commandId(), institutionId: lender.id, lineId, amount, valueDate };
  const drawn = await drawDown(world.db, lender.by('marta'), input);
  if (drawn.type !== 'done') throw new Error(drawn.reason);
  return drawn.movementId;
}

let commands = 0;

export function commandId(): string {
  return `test-command-${++commands}`;
}
