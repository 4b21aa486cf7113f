import { readFileSync } from 'node:fs';
import { scheduleAnswer } from '../../src/contract/schedule-command';
import { REFUSAL_REASONS } from '../../src/lending/refusal';

const page = readFileSync(`${__dirname}/../../docs/lending.md`, 'utf8');

/** A worked example is a block of terms and the next block of what they give. */
const examples = [...page.matchAll(/```json terms\n(.*?)```.*?```json schedule\n(.*?)```/gs)].map(
  ([, terms = '', schedule = '']) => ({ heading: headingBefore(terms), terms, schedule }),
);

describe('docs/lending.md', () => {
  it('has worked examples, each with its schedule', () => {
    expect(examples).toHaveLength(page.split('```json terms').length - 1);
    expect(examples.length).toBeGreaterThan(5);
  });

  it.each(examples)('$heading: the schedule on the page is the one of the core', ({ terms, schedule }) => {
    const expected: Record<string, unknown> = JSON.parse(schedule);
    expect(scheduleAnswer(JSON.parse(terms))).toMatchObject(expected);
  });

  it('explains every refusal, and no other', () => {
    const explained = [...page.slice(page.indexOf('## Refusals')).matchAll(/^\| `(\w+)` \|/gm)].map(
      ([, reason]) => reason,
    );
    expect(new Set(explained)).toEqual(new Set(REFUSAL_REASONS));
    expect(explained).toHaveLength(REFUSAL_REASONS.length);
  });
});

function headingBefore(terms: string): string {
  return (
    page
      .slice(0, page.indexOf(terms))
      .split('\n')
      .findLast((line) => line.startsWith('#'))
      ?.replace(/^#+ /, '') ?? ''
  );
}
