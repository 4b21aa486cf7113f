import { isRefusal } from '../lending/refusal';
import { replay } from '../lending/replay';
import { isContractError, refusalError } from './contract-error';
import { parseHistory, stateJson } from './history-json';
import { answerEach, type CommandAnswer } from './json-command';

/**
 * `mazorca replay`: reads one history or an array of them, and answers each in its place with the loan's state or with
 * its error. The exit code is 1 when any of them has an error.
 */
export function replayCommand(stdin: string): CommandAnswer {
  return answerEach(stdin, replayAnswer);
}

/** The state of one loan, or why its history is refused, as JSON. */
export function replayAnswer(json: unknown): object {
  const parsed = parseHistory(json);
  if (isContractError(parsed)) return parsed;
  const state = replay(parsed.history, parsed.asOf);
  return isRefusal(state) ? refusalError(state) : stateJson(state);
}
