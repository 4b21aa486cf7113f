import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInstance, type i18n, type TFunction } from 'i18next';
import { projectRoot } from '../config';

export const LOCALES = ['es-PE', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** A whole sentence in Spanish is the key; `{amount}` is a place in it. `count` picks the plural. */
export type Translate = (sentence: string, places?: Readonly<Record<string, string | number>>) => string;

/**
 * The sentences of all files in locales/<locale>/. The Spanish of Peru is the key itself, so locales/es-PE holds only what
 * a key cannot say: plurals (`…_one`, `…_other`). locales/en holds every sentence.
 */
export function sentencesOf(locale: Locale): Record<string, string> {
  const folder = join(projectRoot, 'locales', locale);
  const sentences: Record<string, string> = {};
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    Object.assign(sentences, JSON.parse(readFileSync(join(folder, file), 'utf8')));
  }
  return sentences;
}

export function createTranslator(): (locale: Locale) => Translate {
  const catalogue: i18n = createInstance();
  void catalogue.init({
    lng: 'es-PE',
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    interpolation: { escapeValue: false, prefix: '{', suffix: '}' },
    resources: Object.fromEntries(LOCALES.map((locale) => [locale, { translation: sentencesOf(locale) }])),
  });
  const fixed = new Map(LOCALES.map((locale) => [locale, remembering(catalogue.getFixedT(locale))]));
  return (locale) => {
    const translate = fixed.get(locale);
    if (!translate) throw new Error(`no sentences for ${locale}`);
    return translate;
  };
}

/** More than the program has; a text that came from elsewhere does not fill the memory. */
const REMEMBERED_MAX = 5_000;

/**
 * A page has hundreds of sentences, and looking one up took most of its time: each is looked up once, and its places are
 * filled here. Only the plurals are chosen anew, by the number.
 */
function remembering(translate: TFunction): Translate {
  const known = new Map<string, string>();
  return (sentence, places) => {
    if (places && 'count' in places) return translate(sentence, { ...places });
    const text = known.get(sentence) ?? translate(sentence, { skipInterpolation: true });
    if (known.size < REMEMBERED_MAX) known.set(sentence, text);
    return places ? text.replaceAll(PLACE, (_whole, name: string) => String(places[name] ?? '')) : text;
  };
}

const PLACE = /\{(\w+)\}/g;
