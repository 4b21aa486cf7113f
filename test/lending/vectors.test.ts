import { isContractError } from '../../src/contract/contract-error';
import { scheduleAnswer } from '../../src/contract/schedule-command';
import { termsJson, parseTerms } from '../../src/contract/terms-json';
import harvest from './vectors/schedules-harvest.json';
import nominal from './vectors/schedules-nominal.json';

const cases = [...nominal, ...harvest].map((vector) => [vector.id, vector.terms, vector.expected] as const);

describe('a schedule from the published vectors', () => {
  it.each(cases)('%s', (_id, terms, expected) => {
    const { instalments, ...rest } = expected;
    expect(scheduleAnswer(terms)).toMatchObject({ ...numbered(rest), instalments });
  });

  it.each(cases)('%s is the same when its terms are written and read again', (_id, json) => {
    const terms = parseTerms(json);
    if (isContractError(terms)) throw new Error(terms.error.message);
    expect(parseTerms(termsJson(terms))).toEqual(terms);
  });
});

/** The vectors print a zero that came from below as -0.000000. */
function numbered(expected: object): object {
  return Object.fromEntries(
    Object.entries(expected).map(([key, value]) => [key, value === '-0.000000' ? '0.000000' : value]),
  );
}
