import { fixedClock } from '../../src/clock';
import { closeDay } from '../../src/day-close/close-day';
import { addDays } from '../../src/lending/dates';
import { postRepayment } from '../../src/repayments/post-repayment';
import { verify } from '../../src/verify/verify';
import { aLender, closeThrough, digestsOf, live } from '../day-close/nights';
import { aLoan, aSetting, command, on } from '../loans/a-loan';
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

/** The clock is right, jumps forty days ahead for one night, and is right again; the other lender's never jumps. */
const NIGHT = '2026-06-10';
const JUMP_DAYS = 40;
const LANDED = addDays(NIGHT, JUMP_DAYS);

describe('a clock that jumps forty days ahead for a night', () => {
  it('closes days too early, takes bookings on the first open one, and closes none twice', async () => {
    const lender = await aLender();
    await closeThrough(lender, NIGHT);
    await closeThrough(lender, LANDED, addDays(LANDED, 1));
    const early = await digestsOf(lender);
    expect(Object.keys(early)).toContain(LANDED);

    for (const day of [addDays(NIGHT, 1), addDays(NIGHT, 30), LANDED]) {
      expect(await closeDay(lender.world.db, on(lender.at, 'raul', day), day)).toMatchObject({ repeated: true });
      expect(await closeDay(lender.world.db, on(lender.at, 'raul', day), addDays(LANDED, 1))).toEqual({
        ...{ type: 'refused', reason: 'date_in_future' },
      });
    }
    await live(lender, { day: addDays(NIGHT, 5), loan: 0, amount: 90_000, daysBack: 0, takesBack: false }, []);
    const [booked] = await lender.world.db('journal').where({ institution_id: lender.at.id, kind: 'repayment' });
    expect(booked).toMatchObject({ value_date: addDays(NIGHT, 5), booking_date: addDays(LANDED, 1) });
    expect(await digestsOf(lender)).toEqual(early);
    expect(await verify(lender.world.db, testConfig.auditKey)).toEqual([]);
  });

  it('comes to the same figures as one that was always right, on the first day that both close after it', async () => {
    const payment = { day: addDays(NIGHT, 5), loan: 0, amount: 90_000, daysBack: 0, takesBack: false };
    const right = await aLender();
    const wrong = await aLender();
    await closeThrough(wrong, LANDED, addDays(LANDED, 1));
    for (const lender of [right, wrong]) {
      if (lender === right) await closeThrough(right, addDays(payment.day, -1));
      await live(lender, payment, []);
      await closeThrough(lender, addDays(LANDED, 1));
      expect(await verify(lender.world.db, testConfig.auditKey)).toEqual([]);
    }
    const [one, other] = [await digestsOf(right), await digestsOf(wrong)];
    expect(other[addDays(LANDED, 1)]).toBe(one[addDays(LANDED, 1)]);
    expect(other[LANDED]).not.toBe(one[LANDED]);
  });
});

it.each(['2026-06-09', '2026-05-30'])(
  'a clock that is set back to %s closes no day again and none ahead',
  async (day) => {
    const lender = await aLender();
    await closeThrough(lender, NIGHT);
    const closed = await digestsOf(lender);
    await closeThrough(lender, NIGHT, day);
    expect(await digestsOf(lender)).toEqual(closed);
    await live(lender, { day, loan: 1, amount: 5_000, daysBack: 0, takesBack: false }, []);
    await closeThrough(lender, addDays(NIGHT, 1));
    expect({ ...(await digestsOf(lender)), [addDays(NIGHT, 1)]: undefined }).toEqual({ ...closed });
    expect(await verify(lender.world.db, testConfig.auditKey)).toEqual([]);
  },
);
