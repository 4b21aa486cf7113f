import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTranslator, sentencesOf } from '../../src/web/locale';

/*
 * A whole Spanish sentence is the key of its translation. Sentences stand literally in `t('…')`, in `{{t "…"}}` and, for
 * the messages of forms, in the schemas; each must have its English, and no translation may outlive its sentence.
 */
const sources = [...filesIn('src', '.ts'), ...filesIn('views', '.hbs')]
  // The contracts in JSON are for programs: their messages are English and nobody translates them.
  .filter((file) => !file.includes('contract'))
  .map((file) => withoutComments(readFileSync(file, 'utf8')));
const everything = sources.join('\n');
const used = new Set(sources.flatMap(sentencesIn));
const english = sentencesOf('en');
const spanish = sentencesOf('es-PE');

describe('The sentences', () => {
  it('are all in English too', () => {
    const missing = [...used].filter((sentence) => !(sentence in english) && !(`${sentence}_other` in english));
    expect(missing).toEqual([]);
  });

  it('have no translation that nothing uses any more', () => {
    const unused = [...Object.keys(english), ...Object.keys(spanish)].filter(
      (key) => !everything.includes(escaped(withoutPlural(key))),
    );
    expect(unused).toEqual([]);
  });

  it('with a plural say it in both languages', () => {
    const keys = Object.keys(spanish).filter((key) => /_(one|other)$/.test(key));
    expect(keys.filter((key) => !(key in english))).toEqual([]);
    expect(Object.keys(english).filter((key) => /_(one|other)$/.test(key) && !(key in spanish))).toEqual([]);
  });

  it('keep the places of their figures when they are translated', () => {
    const places = (sentence: string): string[] => (sentence.match(/\{\w+\}/g) ?? []).toSorted();
    const different = Object.entries(english).filter(
      ([key, translation]) => !key.endsWith('_one') && places(withoutPlural(key)).join() !== places(translation).join(),
    );
    expect(different).toEqual([]);
  });

  it('are read in the Spanish of Peru unless somebody chooses otherwise', () => {
    const translator = createTranslator();
    expect(translator('es-PE')('Ingresar')).toBe('Ingresar');
    expect(translator('en')('Ingresar')).toBe('Sign in');
  });
});

function sentencesIn(source: string): string[] {
  const found: string[] = [];
  for (const pattern of [/\bt\(\s*'((?:[^'\\]|\\.)*)'/g, /\bt\(\s*"((?:[^"\\]|\\.)*)"/g, /[{(]t "([^"]*)"/g]) {
    for (const match of source.matchAll(pattern)) found.push((match[1] ?? '').replaceAll("\\'", "'"));
  }
  // The messages of schemas are translated when the form comes back.
  for (const match of source.matchAll(/(?:message:|Field\(|Text\(|min\(1,|regex\([^\n]*,)\s*'((?:[^'\\]|\\.)*)'/g)) {
    const sentence = match[1] ?? '';
    if (/^[A-ZÁÉÍÓÚÑ¿].* /.test(sentence)) found.push(sentence);
  }
  return found;
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '');
}

function withoutPlural(key: string): string {
  return key.replace(/_(one|other|zero)$/, '');
}

function escaped(key: string): string {
  return everything.includes(key) ? key : key.replaceAll("'", "\\'");
}

function filesIn(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));
}
