import { engineOf, type Knex } from './connect';

/**
 * Column kinds that hold the same values on both engines. SQLite would take any text anywhere, so it gets CHECKs where
 * PostgreSQL's types already refuse.
 */
export function columns(db: Knex, t: Knex.CreateTableBuilder, table: string) {
  const onSqlite = engineOf(db) === 'sqlite';
  const guard = (name: string, condition: string): void => {
    if (onSqlite) t.check(condition.replaceAll('@', `"${name}"`), [], `${table}_${name}_ok`);
  };
  return {
    /** The institution whose data the row is; first in every key. */
    institution: () => t.integer('institution_id').notNullable(),
    /** Whole céntimos, safe in JavaScript. */
    centimos(name: string) {
      guard(name, `@ is null or (typeof(@) = 'integer' and abs(@) <= 9007199254740991)`);
      return t.bigInteger(name);
    },
    /** An exact decimal: text on SQLite, whose NUMERIC would make it a float; numeric on PostgreSQL. */
    decimal(name: string) {
      guard(name, `@ is null or (typeof(@) = 'text' and @ glob '[-0-9]*' and @ not glob '*[^-0-9.]*')`);
      return onSqlite ? t.text(name) : t.decimal(name, 24, 10);
    },
    /** `YYYY-MM-DD`. */
    date(name: string) {
      guard(name, `@ is null or @ is date(@)`);
      return t.date(name);
    },
    /** A UTC instant written by the program, `2026-11-23T19:00:00.000Z`. */
    instant(name: string) {
      guard(name, `@ is null or (length(@) = 24 and @ glob '[0-9]*T*Z')`);
      return onSqlite ? t.text(name) : t.timestamp(name, { useTz: true, precision: 3 });
    },
    flag(name: string) {
      guard(name, `@ in (0, 1)`);
      return t.boolean(name);
    },
    /** One of a few words. */
    word(name: string, words: readonly string[]) {
      t.check(`"${name}" in (${words.map((word) => `'${word}'`).join(', ')})`, [], `${table}_${name}_word`);
      return t.string(name, 40);
    },
  };
}
