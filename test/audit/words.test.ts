import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STATES } from '../../src/applications/states';
import { deedWords } from '../../src/audit/words';
import { projectRoot } from '../../src/config';
import { createTranslator } from '../../src/web/locale';

const words = deedWords(createTranslator()('es-PE'));

/** The deeds that are recorded somewhere in the program, and those whose names are put together. */
function recordedActions(): string[] {
  const source = join(projectRoot, 'src');
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const written = files
    .map((name) => readFileSync(join(source, name), 'utf8'))
    .filter((text) => /recordDeed|recordLineDeed|Edit\b/.test(text))
    .flatMap((text) => [
      ...text.matchAll(/\baction: '([a-z-]+)'/g),
      ...text.matchAll(/recordLineDeed\([^'`]*'([a-z-]+)'/g),
      ...text.matchAll(/\bkind: '(application-[a-z-]+-(?:chosen|recorded))'/g),
    ])
    .map((match) => match[1] ?? '');
  const composed = STATES.filter((state) => state !== 'draft').map((state) => `application-${state}`);
  return [...new Set([...written, ...composed, 'line-drawdown', 'line-repayment', 'farmers-imported'])].toSorted();
}

const recorded = recordedActions();

it('the search for deeds finds them', () => {
  expect(recorded.length).toBeGreaterThan(40);
  expect(recorded).toContain('payment-posted');
});

it.each(recorded)('%s is told in a sentence', (action) => {
  expect(words.action(action)).not.toBe(action);
});
