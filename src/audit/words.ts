import type { Translate } from '../web/locale';
import { detailLines } from './deed-details';
import { deedSentences, entityWords, roleWords } from './deed-sentences';
import type { Deed } from './store';

/** The words of a page of deeds; made once per language, because there are many and a page has many rows. */
export interface DeedWords {
  /** `loan-disbursed` → `Desembolsó el crédito`; a deed that has no sentence yet keeps its own word. */
  readonly action: (action: string) => string;
  readonly entity: (entity: string) => string;
  readonly who: (deed: Deed) => string;
  /** What else the deed says, a line each. */
  readonly lines: (deed: Deed) => string[];
  /** For the filters, in order of label. */
  readonly actions: readonly Choice[];
  readonly entities: readonly Choice[];
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export function deedWords(t: Translate): DeedWords {
  const known = byLanguage.get(t);
  if (known) return known;
  const words = newDeedWords(t);
  byLanguage.set(t, words);
  return words;
}

const byLanguage = new WeakMap<Translate, DeedWords>();

function newDeedWords(t: Translate): DeedWords {
  const actions = new Map(Object.entries(deedSentences(t)));
  const entities = new Map(Object.entries(entityWords(t)));
  const roles = new Map(Object.entries(roleWords(t)));
  return {
    action: (action) => actions.get(action) ?? action,
    entity: (entity) => entities.get(entity) ?? entity,
    who: (deed) => {
      const role = roles.get(deed.actorRole) ?? deed.actorRole;
      return deed.actorName === null ? role : `${deed.actorName} (${role})`;
    },
    lines: detailLines(t),
    actions: choices(actions),
    entities: choices(entities),
  };
}

function choices(words: ReadonlyMap<string, string>): Choice[] {
  return [...words]
    .map(([value, label]) => ({ value, label }))
    .toSorted((one, other) => one.label.localeCompare(other.label, 'es'));
}
