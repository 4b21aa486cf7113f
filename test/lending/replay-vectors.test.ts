import vectors from './vectors/replays.json';
import { replayAnswer } from '../../src/contract/replay-command';

interface Expected {
  readonly instalments?: readonly object[];
  readonly transactions?: readonly object[];
  readonly outstandingTotal?: string;
  readonly overpaid?: string;
}

const CASES = vectors.map(({ id, history, expected }) => ({ id, history, expected: expected as Expected }));

/** Histories that another lender's own end-to-end tests assert; each says only what it names. */
describe('published histories', () => {
  it.each(CASES)('$id', ({ history, expected }) => {
    const { outstandingTotal, ...rest } = expected;
    expect(replayAnswer(history)).toMatchObject({
      ...rest,
      ...(outstandingTotal !== undefined && { outstanding: { total: outstandingTotal } }),
    });
  });
});
