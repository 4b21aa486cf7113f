import { engineOf, type Knex } from './connect';

/** Where another connection finds the same database; nothing of one in memory, nor inside a transaction. */
export function urlOf(db: Knex): string | undefined {
  if (db.isTransaction === true) return undefined;
  const { connection } = (db.client as { config: { connection: { filename?: string; connectionString?: string } } })
    .config;
  if (engineOf(db) === 'pg') return connection.connectionString;
  const { filename } = connection;
  return filename === undefined || filename === '' || filename === ':memory:' ? undefined : `sqlite:${filename}`;
}
