import { readdirSync, readFileSync } from 'node:fs';
import { replayAnswer } from '../../src/contract/replay-command';

const page = readFileSync(`${__dirname}/../../docs/lending-life.md`, 'utf8');

const lending = `${__dirname}/../../src/lending`;
const core = readdirSync(lending)
  .map((file) => readFileSync(`${lending}/${file}`, 'utf8'))
  .join('');

/** A worked example is a block of a history and the next block of the state that it leads to. */
const examples = [...page.matchAll(/```json history\n(.*?)```.*?```json state\n(.*?)```/gs)].map(
  ([, history = '', state = '']) => ({ heading: headingBefore(history), history, state }),
);

describe('docs/lending-life.md', () => {
  it('has worked examples, each with its state', () => {
    expect(examples).toHaveLength(page.split('```json history').length - 1);
    expect(examples.length).toBeGreaterThan(3);
  });

  it.each(examples)('$heading: the state on the page is the one of the core', ({ history, state }) => {
    const expected: Record<string, unknown> = JSON.parse(state);
    expect(replayAnswer(JSON.parse(history))).toMatchObject(expected);
  });

  it('speaks only of functions that the core has', () => {
    const named = [...page.matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gm)].flatMap(
      ([, cell = '']) => cell.match(/\w+/g) ?? [],
    );
    const functions = named.filter((name) => /[A-Z]/.test(name) && name !== 'orderInAdvance');
    expect(functions.length).toBeGreaterThan(12);
    expect(functions.filter((name) => !core.includes(`export function ${name}(`))).toEqual([]);
  });
});

function headingBefore(block: string): string {
  const before = page.slice(0, page.indexOf(block)).split('\n');
  return before.findLast((line) => line.startsWith('#'))?.replace(/^#+ /, '') ?? '';
}
