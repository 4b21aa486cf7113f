import type { Knex } from '../db/connect';
import type { Translate } from '../web/locale';
import { deedsOn, type Deed } from './store';
import { deedWords, type DeedWords } from './words';

/** A step of the timeline on a record's page; `{{> timeline steps=steps}}` shows a list of them. */
export interface Step {
  readonly title: string;
  /** UTC instant. */
  readonly when: string;
  readonly who: string;
  readonly lines: readonly string[];
}

const STEPS_MAX = 200;

/**
 * What happened to one record of the institution, newest first, from its audit trail: `timelineOf(db, t, 3, 'loan', 12)`.
 * The entity is the word under which the deeds were recorded.
 */
export async function timelineOf(
  db: Knex,
  t: Translate,
  institutionId: number,
  entity: string,
  entityId: number | string,
): Promise<Step[]> {
  const words = deedWords(t);
  const deeds = await deedsOn(db, institutionId, entity, entityId, STEPS_MAX);
  return deeds.map((deed) => stepOf(deed, words));
}

export function stepOf(deed: Deed, words: DeedWords): Step {
  return {
    title: words.action(deed.action),
    when: deed.recordedAt,
    who: words.who(deed),
    lines: words.lines(deed),
  };
}
