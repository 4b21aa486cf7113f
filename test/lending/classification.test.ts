import fc from 'fast-check';
import published from './data/sbs-classification.json';
import {
  alignedCategory,
  CATEGORIES,
  categoryAtRefinancing,
  categoryByDaysLate,
  worstCategory,
  type CreditType,
  type DebtorCategory,
} from '../../src/lending/classification';
import { RUNS } from './runs';
import { CLASSIFICATION, CREDIT_TYPES } from './sbs-tables';

const rank = (category: DebtorCategory) => CATEGORIES.indexOf(category);

function creditType(text: string): CreditType {
  const type = CREDIT_TYPES.find((known) => known === text);
  if (type === undefined) throw new Error(`no credit type ${text}`);
  return type;
}

describe('the category by days late', () => {
  it.each(published.boundary_tests)('$type at $days days is $category', ({ type, days, category }) => {
    expect(categoryByDaysLate(creditType(type), days, CLASSIFICATION)).toBe(category);
  });

  it.each([
    ['mediana_empresa', 0, 'Normal'],
    ['mediana_empresa', 1, 'CPP'],
    ['mediana_empresa', 60, 'CPP'],
    ['mediana_empresa', 366, 'Perdida'],
  ] as const)('%s at %i days is at best %s', (type, days, category) => {
    expect(categoryByDaysLate(type, days, CLASSIFICATION)).toBe(category);
  });

  it('never improves with more days late', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CREDIT_TYPES), fc.nat(500), fc.nat(500), (type, days, more) => {
        const before = categoryByDaysLate(type, days, CLASSIFICATION);
        expect(rank(categoryByDaysLate(type, days + more, CLASSIFICATION))).toBeGreaterThanOrEqual(rank(before));
      }),
      RUNS,
    );
  });
});

describe('the category of the debtor', () => {
  it('is that of the worst loan', () => {
    expect(worstCategory(['Normal', 'Dudoso', 'CPP'])).toBe('Dudoso');
    expect(worstCategory([])).toBe('Normal');
  });

  const rule = { fromSharePercent: 20, toleranceLevels: 1 };
  it.each([
    ['Normal', 'Dudoso', 35, 'Deficiente'],
    ['Normal', 'Dudoso', 20, 'Deficiente'],
    ['Normal', 'Dudoso', 19, 'Normal'],
    ['Normal', 'CPP', 90, 'Normal'],
    ['Perdida', 'CPP', 90, 'Perdida'],
    ['Normal', 'Perdida', 90, 'Dudoso'],
  ] as const)('own %s, the system %s with %i %% of the debt: %s', (own, category, sharePercent, aligned) => {
    expect(alignedCategory(own, [{ category, sharePercent }], rule)).toBe(aligned);
  });
});

describe('a refinanced debtor', () => {
  it.each([
    ['Normal', 'CPP'],
    ['CPP', 'Deficiente'],
    ['Deficiente', 'Deficiente'],
    ['Dudoso', 'Dudoso'],
    ['Perdida', 'Perdida'],
  ] as const)('%s becomes %s on the day', (before, after) => {
    expect(categoryAtRefinancing(before)).toBe(after);
  });
});
