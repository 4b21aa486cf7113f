import type { DayPiece } from '../../src/day-close/recompute';
import type { Task, VerifiedTask } from '../../src/verify/institution';
import { workOf } from '../../src/verify/tasks';

/** A lender of seven loans, three to a task. */
const seven = () => workOf({ institutionId: 1, journals: 20, loans: 7 }, 3);

const found = (said: string, piece?: DayPiece): VerifiedTask => ({
  ...{ institutionId: 1, auditRows: 0, journals: 0, ...(piece && { piece }) },
  findings: [{ institutionId: 1, kind: 'loan_differs_from_history', where: said, detail: '' }],
});

const piece: DayPiece = { figures: new Map(), unjudged: [] };

it('begins with the books and cuts the loans, the last range without an end', () => {
  expect(seven().first).toEqual([
    { institutionId: 1, part: 'books' },
    { institutionId: 1, part: 'loans', range: { after: 0, upTo: 3 } },
    { institutionId: 1, part: 'loans', range: { after: 3, upTo: 6 } },
    { institutionId: 1, part: 'loans', range: { after: 6 } },
  ]);
});

it.each([
  [0, [{ after: 0 }]],
  [3, [{ after: 0 }]],
  [4, [{ after: 0, upTo: 3 }, { after: 3 }]],
])('of a lender with %d loans looks at all that there are', (loans, ranges) => {
  const { first } = workOf({ institutionId: 1, journals: 0, loans }, 3);
  expect(first.flatMap((task) => (task.part === 'loans' ? task.range : []))).toEqual(ranges);
});

it('looks at the day when the last of the loans is done, and tells of all in the order of the tasks', () => {
  const work = seven();
  const [books, one, two, three] = work.first as [Task, Task, Task, Task];
  expect(work.done(three, found('three', piece))).toBeUndefined();
  expect(work.done(one, found('one', piece))).toBeUndefined();
  const day = work.done(two, found('two'));
  expect(day).toEqual({ institutionId: 1, part: 'day', pieces: [piece, piece] });
  expect(work.done(day as Task, found('day'))).toBeUndefined();
  expect(work.all()).toBeUndefined();
  expect(work.done(books, found('books'))).toBeUndefined();
  const told = work.all()?.flatMap(({ findings }) => findings.map(({ where }) => where));
  expect(told).toEqual(['books', 'one', 'two', 'three', 'day']);
});
