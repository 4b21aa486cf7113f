import fc from 'fast-check';
import { CATEGORIES } from '../../src/lending/classification';
import { addDays, daysBetween } from '../../src/lending/dates';
import { conductAtRefinancing, conductOnDay, type RefinancedConduct } from '../../src/lending/refinanced-conduct';

describe('A refinanced loan', () => {
  it.each([
    ['Normal', undefined, 'CPP', '2026-11-23'],
    ['Normal', '2026-11-01', 'CPP', '2026-11-23'],
    ['CPP', '2027-05-31', 'Deficiente', '2027-05-31'],
    ['Dudoso', '2027-05-31', 'Dudoso', '2027-05-31'],
  ] as const)('of a debtor in %s, first due on %s, keeps him in %s, counted from %s', (before, due, category, from) => {
    expect(conductAtRefinancing(before, due, '2026-11-23')).toEqual({ category, punctualFrom: from });
  });

  it.each([
    ['2027-11-30', [], 'Deficiente'],
    ['2027-12-01', [], 'CPP'],
    ['2028-05-31', [], 'CPP'],
    ['2028-06-01', [], 'Normal'],
    ['2030-01-01', [], 'Normal'],
    ['2028-01-15', ['2027-07-15'], 'Deficiente'],
    ['2028-01-16', ['2027-07-15'], 'CPP'],
    ['2028-05-30', ['2027-12-31'], 'CPP'],
  ] as const)('Deficiente from 31 May 2027: on %s, late on %j, it allows %s', (day, late, category) => {
    expect(until(day, late).category).toBe(category);
  });

  it('is never lifted by more than one category in six months, nor made worse by days that pass', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1_200 }), { maxLength: 6 }), (lateAfterDays) => {
        const late = new Set(lateAfterDays.map((days) => addDays(START, days)));
        let before: RefinancedConduct = { category: 'Perdida', punctualFrom: START };
        let lifted = START;
        for (let day = START; day < '2030-06-01'; day = addDays(day, 1)) {
          const after = conductOnDay(before, late.has(day), day);
          const steps = CATEGORIES.indexOf(before.category) - CATEGORIES.indexOf(after.category);
          expect([0, 1]).toContain(steps);
          if (steps === 1) {
            expect(daysBetween(lifted, day)).toBeGreaterThanOrEqual(181);
            lifted = day;
          }
          before = after;
        }
      }),
      { numRuns: 50 },
    );
  });
});

const START = '2027-05-31';

function until(last: string, late: readonly string[]): RefinancedConduct {
  let conduct: RefinancedConduct = { category: 'Deficiente', punctualFrom: START };
  for (let day = START; day <= last; day = addDays(day, 1)) conduct = conductOnDay(conduct, late.includes(day), day);
  return conduct;
}
