import { NOTES_ON_CHANGES } from './notes-on-changes';
import { NOTES_ON_DELIVERIES } from './notes-on-deliveries';
import { NOTES_ON_LINES, type LineModel } from './notes-on-lines';
import { NOTES_ON_LOANS } from './notes-on-loans';
import { NOTES_ON_SHEETS } from './notes-on-sheets';
import {
  accepted,
  dayAfter,
  lenderOf,
  refused,
  type Expectation,
  type Input,
  type LenderModel,
  type Model,
  type Note,
  type Notes,
} from './notebook';
import type { Stage, StagedLender } from './stage';
import type { Asked, Outcome, UseCaseName } from './use-cases';

export function modelOf(stage: Stage): Model {
  return { lenders: new Map(stage.lenders.map((lender) => [lender.code, lenderModelOf(lender)])) };
}

function lenderModelOf(lender: StagedLender): LenderModel {
  const lines = lender.lines.map((line, index): [number, LineModel] => {
    const first = { amount: line.drawn, day: line.drawnOn, who: 'marta', reversed: false };
    return [line.id, { ...line, lent: 0, movements: new Map([[index + 1, first]]) }];
  });
  const books = lender.lines.flatMap(({ currency, drawn }): [string, number][] => [
    [`${currency} bank`, drawn],
    [`${currency} borrowings`, -drawn],
  ]);
  return {
    institutionId: lender.institutionId,
    applications: new Map(lender.applications.map((one) => [one.id, { ...one, open: true }])),
    lines: new Map(lines),
    loans: new Map(),
    requests: new Map(),
    harvest: lender.harvest,
    deliveries: new Map(),
    remittances: new Map(),
    sheets: new Map(),
    answered: new Map(),
    books: new Map(books),
    closed: undefined,
    events: 0,
    receipts: 0,
  };
}

const NOTES_ON_DAYS = {
  'close-day': {
    expects: ({ closed }, { day }, input) => {
      const { date } = input;
      if (closed && date >= closed.first && date <= closed.last) return accepted;
      if (date > day) return refused('date_in_future');
      return !closed || date === dayAfter(closed.last) ? accepted : refused('date_out_of_order');
    },
    learns: (lender, _asked, input) => {
      const { date } = input;
      const { first, last } = lender.closed ?? { first: date, last: date };
      lender.closed = { first, last: date > last ? date : last };
    },
  },
} satisfies Notes;

const NOTES: Readonly<Record<UseCaseName, Note>> = {
  ...NOTES_ON_LOANS,
  ...NOTES_ON_CHANGES,
  ...NOTES_ON_LINES,
  ...NOTES_ON_DELIVERIES,
  ...NOTES_ON_SHEETS,
  ...NOTES_ON_DAYS,
};

/** What a person with a notebook is sure of; undefined where they would have to reckon interest. */
export function expectation(model: Model, asked: Asked): Expectation | undefined {
  const lender = lenderOf(model, asked.lender);
  const earlier = lender.answered.get(String(asked.input['commandId']));
  if (earlier && asked.useCase !== 'close-day') {
    return earlier.asked === contentOf(asked)
      ? { type: 'same-answer', outcome: earlier.outcome }
      : refused('command_reused');
  }
  return NOTES[asked.useCase].expects(lender, asked, inputOf(asked));
}

/** Writes down what was answered, and says what of it cannot be right. */
export function learn(model: Model, asked: Asked, outcome: Outcome): string[] {
  const lender = lenderOf(model, asked.lender);
  const commandId = String(asked.input['commandId']);
  if (asked.useCase !== 'close-day') {
    if (lender.answered.has(commandId)) return [];
    lender.answered.set(commandId, { asked: contentOf(asked), outcome: answerOf(outcome) });
  }
  if (outcome.type === 'refused') return [];
  const { doubts, learns } = NOTES[asked.useCase];
  const words = doubts?.(lender, asked, inputOf(asked), outcome) ?? [];
  learns(lender, asked, inputOf(asked), outcome);
  return words;
}

function inputOf({ input }: Asked): Input {
  return input as unknown as Input;
}

/** What was answered, whether for the first time or again; what lies on the desk beside it changes with the days. */
export function answerOf({ repeated: _repeated, seen: _seen, ...outcome }: Outcome): string {
  return JSON.stringify(outcome);
}

function contentOf({ useCase, input }: Asked): string {
  return JSON.stringify([useCase, Object.entries(input).toSorted(([one], [other]) => (one < other ? -1 : 1))]);
}
