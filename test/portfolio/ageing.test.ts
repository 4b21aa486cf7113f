import fc from 'fast-check';
import { portfolioAtRisk } from '../../src/lending/portfolio-at-risk';
import { ageingOf, atRisk, BANDS, grossOf, inBand, PAR_DAYS, segmentOf } from '../../src/portfolio/ageing';

describe('a loan is in the band of its days late', () => {
  it.each([
    [0, 'al-dia'],
    [1, '1-8'],
    [8, '1-8'],
    [9, '9-30'],
    [30, '9-30'],
    [31, '31-60'],
    [60, '31-60'],
    [61, '61-120'],
    [90, '61-120'],
    [91, '61-120'],
    [120, '61-120'],
    [121, 'mas-120'],
    [4_000, 'mas-120'],
  ])('%d days: %s', (daysLate, band) => {
    const ageing = ageingOf([{ segment: segmentOf(daysLate), loans: 1, principal: 500 }]);
    const holding = BANDS.filter((one) => inBand(ageing, one).principal > 0).map((one) => one.key);
    expect(holding).toEqual([band]);
  });
});

describe('for any portfolio', () => {
  const loans = fc.array(fc.record({ principal: fc.nat(1_000_000_00), daysLate: fc.nat(200) }), { maxLength: 40 });
  const agedOf = (book: { principal: number; daysLate: number }[]) =>
    ageingOf(book.map(({ principal, daysLate }) => ({ segment: segmentOf(daysLate), loans: 1, principal })));

  it('the bands add up to the gross portfolio', () => {
    fc.assert(
      fc.property(loans, (book) => {
        const ageing = agedOf(book);
        const sum = BANDS.reduce((total, band) => total + inBand(ageing, band).principal, 0);
        expect(sum).toBe(grossOf(ageing).principal);
      }),
    );
  });

  it('the portfolio at risk is that of the lending core', () => {
    fc.assert(
      fc.property(loans, fc.constantFrom(...PAR_DAYS), (book, days) => {
        const { atRisk: expected, gross } = portfolioAtRisk(book, days);
        expect(atRisk(agedOf(book), days).principal).toBe(expected);
        expect(grossOf(agedOf(book)).principal).toBe(gross);
      }),
    );
  });
});
