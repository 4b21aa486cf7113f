import { contractError, isContractError } from './contract-error';

export interface CommandAnswer {
  readonly output: string;
  readonly exitCode: 0 | 1;
}

/** Answers a JSON value, or each of an array, in its place; all are handled before the exit code tells of an error. */
export function answerEach(stdin: string, answer: (json: unknown) => object): CommandAnswer {
  const json = parseJson(stdin);
  if (json === undefined) return printed([MALFORMED], MALFORMED);
  const answers = (Array.isArray(json) ? json : [json]).map(answer);
  return printed(answers, Array.isArray(json) ? answers : answers[0]);
}

const MALFORMED = contractError('malformed_json', '', 'What was read is not JSON.');

function printed(answers: readonly object[], output: unknown): CommandAnswer {
  return { output: `${JSON.stringify(output, null, 2)}\n`, exitCode: answers.some(isContractError) ? 1 : 0 };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
