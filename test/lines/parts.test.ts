import * as fc from 'fast-check';
import { partsOf } from '../../src/lines/funds-chart';
import type { CreditLine } from '../../src/lines/store';

const line: CreditLine = {
  institutionId: 2,
  id: 1,
  investorId: 1,
  name: 'Línea cacao',
  currency: 'USD',
  commitment: 1_000,
  ratePercent: '9.5',
  revolving: false,
  availableFrom: '2026-01-01',
  availableUntil: '2026-12-31',
  maturesOn: '2028-12-31',
  drawn: 0,
  repaid: 0,
  lent: 0,
  recovered: 0,
};
const amounts = (balances: Partial<CreditLine>, today = '2026-11-23') =>
  partsOf({ ...line, ...balances }, today, (sentence) => sentence).map(({ amount }) => amount);

describe('where the money of a line is', () => {
  it.each`
    what                                      | today           | balances                                                      | withFarmers | toLend | toDraw   | toReturn | returned | lapsed
    ${'nothing has happened'}                 | ${'2026-11-23'} | ${{}}                                                         | ${0}        | ${0}   | ${1_000} | ${0}     | ${0}     | ${0}
    ${'the period is over'}                   | ${'2027-01-01'} | ${{ drawn: 600 }}                                             | ${0}        | ${600} | ${0}     | ${0}     | ${0}     | ${400}
    ${'farmers repaid, not revolving'}        | ${'2026-11-23'} | ${{ drawn: 600, lent: 600, recovered: 100 }}                  | ${500}      | ${0}   | ${400}   | ${100}   | ${0}     | ${0}
    ${'farmers repaid, revolving'}            | ${'2026-11-23'} | ${{ revolving: true, drawn: 600, lent: 600, recovered: 100 }} | ${500}      | ${100} | ${400}   | ${0}     | ${0}     | ${0}
    ${'the investor was repaid'}              | ${'2026-11-23'} | ${{ drawn: 600, lent: 600, recovered: 100, repaid: 100 }}     | ${500}      | ${0}   | ${400}   | ${0}     | ${100}   | ${0}
    ${'the lender repaid from its own money'} | ${'2026-11-23'} | ${{ drawn: 600, lent: 600, repaid: 100 }}                     | ${500}      | ${0}   | ${400}   | ${0}     | ${100}   | ${0}
  `('when $what', ({ today, balances, withFarmers, toLend, toDraw, toReturn, returned, lapsed }) => {
    expect(amounts(balances, today)).toEqual([withFarmers, toLend, toDraw, toReturn, returned, lapsed]);
  });

  it('adds up to the commitment, no part below zero, whatever has happened', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.record({ drawn: share, repaid: share, lent: share, recovered: share, revolving: fc.boolean() }),
        fc.constantFrom('2026-11-23', '2027-01-01'),
        (shares, today) => {
          const { revolving } = shares;
          const outstanding = Math.floor(shares.drawn * 1_000);
          const repaid = revolving
            ? Math.floor(shares.repaid * 5_000)
            : Math.floor(shares.repaid * (1_000 - outstanding));
          const drawn = outstanding + repaid;
          const lent = Math.floor(shares.lent * drawn);
          const recovered = Math.floor(shares.recovered * lent);
          const parts = amounts({ revolving, drawn, repaid, lent, recovered }, today);
          expect(parts.reduce((sum, part) => sum + part, 0)).toBe(1_000);
          for (const part of parts) expect(part).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});
