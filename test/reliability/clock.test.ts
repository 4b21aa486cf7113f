import { fixedClock } from '../../src/clock';
import { postRepayment } from '../../src/repayments/post-repayment';
import { verify } from '../../src/verify/verify';
import { aLoan, aSetting, command } from '../loans/a-loan';
import { testConfig } from '../support/config';
import { createWorld } from '../support/world';

/** What the clock of the machine says at each payment: it is set back three hours, jumps 40 days ahead, and returns. */
const INSTANTS = [
  '2026-11-23T15:00:00.000Z',
  '2026-11-23T12:00:00.000Z',
  '2026-11-23T12:00:00.000Z',
  '2027-01-02T15:00:00.000Z',
  '2026-11-23T15:00:05.000Z',
  '2026-11-20T04:59:59.999Z',
];

it('the audit trail goes forward whatever the clock of the machine does, and everything still agrees', async () => {
  const world = await createWorld();
  const setting = await aSetting(world);
  const loanId = await aLoan(setting);
  for (const instant of INSTANTS) {
    const clock = fixedClock(instant);
    const by = { ...world.selva.by('celia'), clock };
    const paid = await postRepayment(world.db, by, {
      commandId: command(),
      loanId,
      amount: 1_000,
      valueDate: clock.today(),
    });
    expect(paid).toMatchObject({ type: 'done' });
  }
  const rows: { recorded_at: string }[] = await world
    .db('audit')
    .where({ institution_id: world.selva.id, action: 'payment-posted' })
    .orderBy('seq')
    .select('recorded_at');
  const recorded = rows.map((row) => row.recorded_at);
  expect(recorded).toHaveLength(INSTANTS.length);
  expect(recorded).toEqual([...new Set(recorded)].toSorted());
  expect(await verify(world.db, testConfig.auditKey)).toEqual([]);
});
