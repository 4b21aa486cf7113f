import { quarterOf, quartersBack } from '../../src/line-reports/quarters';
import { hiddenGroups, hiddenParts } from '../../src/line-reports/small-groups';

describe('Groups of a few farmers', () => {
  it.each([
    ['nobody is few', [5, 9], []],
    ['one is few, so the next smallest is hidden with it', [3, 9, 20], [3, 9]],
    ['two are few, and hide each other', [3, 4, 20], [3, 4]],
    ['the only group is few', [2], [2]],
    ['there are none', [], []],
  ])('are not told: %s', (_name, farmers, hidden) => {
    const groups = farmers.map((number) => ({ farmers: number }));
    expect([...hiddenGroups(groups, 5)].map((group) => group.farmers)).toEqual(hidden);
  });

  it.each([
    [
      'neither women nor men are few',
      [
        [5, 12],
        [0, 12],
        [12, 12],
      ],
      [],
    ],
    [
      'the women of one are few, so the next fewest are hidden too',
      [
        [2, 14],
        [6, 20],
        [9, 20],
        [0, 9],
      ],
      [2, 6],
    ],
    [
      'the men of one are few',
      [
        [8, 12],
        [20, 40],
      ],
      [8, 20],
    ],
    [
      'those of two are few, and hide each other',
      [
        [1, 12],
        [4, 12],
        [6, 12],
      ],
      [1, 4],
    ],
  ])('nor are the women of a group: %s', (_name, groups, hidden) => {
    const counted = groups.map(([women = 0, farmers = 0]) => ({ women, farmers }));
    expect([...hiddenParts(counted, ({ women }) => women, 5)].map(({ women }) => women)).toEqual(hidden);
  });
});

describe('A quarter', () => {
  it.each([
    ['2026-01-01', '2026-1', '2026-01-01', '2026-03-31'],
    ['2026-11-23', '2026-4', '2026-10-01', '2026-12-31'],
    ['2028-02-29', '2028-1', '2028-01-01', '2028-03-31'],
  ])('of %s is %s', (date, key, from, to) => {
    expect(quarterOf(date)).toEqual({ key, from, to });
  });

  it('goes back to the one in which the line began', () => {
    expect(quartersBack('2026-05-01', '2025-12-31', 20).map(({ key }) => key)).toEqual(['2026-2', '2026-1', '2025-4']);
    expect(quartersBack('2026-05-01', '2020-01-01', 2)).toHaveLength(2);
  });
});
