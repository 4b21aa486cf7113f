import fc from 'fast-check';
import { addDays } from '../../src/lending/dates';
import { verify } from '../../src/verify/verify';
import { testConfig } from '../support/config';
import { onPostgres } from '../support/database';
import { aLender, closeNight, closeThrough, digestsOf, live, type Happening } from './nights';

/** Days that were missed are closed as they were known then, whatever has happened since. */
const FIRST = '2026-05-29';
const DAYS = 75;
const dayOf = (index: number) => addDays(FIRST, index);

const happening = fc.record({
  index: fc.integer({ min: 0, max: DAYS - 1 }),
  loan: fc.integer({ min: 0, max: 2 }),
  amount: fc.integer({ min: 1_000, max: 250_000 }),
  daysBack: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30 })),
  takesBack: fc.boolean(),
});

/** How many days are left open before they are closed together, again and again. */
const sleeps = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 12 });

it('gives the same figures as closing every night', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 4, maxLength: 14 }), sleeps, async (drawn, naps) => {
      const happenings = drawn
        .map(({ index, ...one }) => ({ ...one, day: dayOf(index) }))
        .toSorted((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0));
      const nightly = await tellingOf(
        happenings,
        Array.from({ length: DAYS }, () => 1),
      );
      const late = await tellingOf(happenings, naps);
      expect(late.digests).toEqual(nightly.digests);
      expect(late.findings).toEqual([]);
      expect(nightly.findings).toEqual([]);
    }),
    { numRuns: onPostgres ? 2 : 6 },
  );
}, 240_000);

async function tellingOf(happenings: readonly Happening[], naps: readonly number[]) {
  const lender = await aLender();
  const eventIds: number[] = [];
  let open = 0;
  let nap = 0;
  for (let index = 0; index < DAYS; index++) {
    for (const one of happenings.filter(({ day }) => day === dayOf(index))) await live(lender, one, eventIds);
    open += 1;
    if (open < (naps[nap % naps.length] ?? 1) && index < DAYS - 1) continue;
    const last = dayOf(index);
    await (open === 1 ? closeNight(lender, last) : closeThrough(lender, last));
    open = 0;
    nap += 1;
  }
  const findings = await verify(lender.world.db, testConfig.auditKey);
  const digests = await digestsOf(lender);
  await lender.world.db.destroy();
  return { digests: Object.fromEntries(Object.entries(digests).filter(([date]) => date >= FIRST)), findings };
}
