import { isRefusal } from '../lending/refusal';
import { schedule } from '../lending/schedule';
import { isContractError, refusalError } from './contract-error';
import { answerEach, type CommandAnswer } from './json-command';
import { scheduleJson } from './schedule-json';
import { parseTerms } from './terms-json';

/**
 * `mazorca schedule`: reads one terms object or an array of them, and answers each in its place with its schedule or
 * with its error. The exit code is 1 when any of them has an error.
 */
export function scheduleCommand(stdin: string): CommandAnswer {
  return answerEach(stdin, scheduleAnswer);
}

/** The schedule of one terms object, or its error, as JSON. */
export function scheduleAnswer(json: unknown): object {
  const terms = parseTerms(json);
  if (isContractError(terms)) return terms;
  const result = schedule(terms);
  return isRefusal(result) ? refusalError(result) : scheduleJson(result);
}
