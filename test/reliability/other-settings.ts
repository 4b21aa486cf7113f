import Database from 'better-sqlite3';

/*
 * Loaded before the server by the power-cut harness, and by nothing else. The program refuses to start with a database
 * that does not wait for the disk, so it starts as it must, and on SIGUSR2 its connections get the settings that are to
 * be tried: OTHER_SETTINGS, pragmas between semicolons.
 */
const connections = new Set<Database.Database>();
const prepare = Reflect.get(Database.prototype, 'prepare') as (this: Database.Database, sql: string) => unknown;

Reflect.set(Database.prototype, 'prepare', function (this: Database.Database, sql: string): unknown {
  connections.add(this);
  return prepare.call(this, sql);
});

process.on('SIGUSR2', () => {
  const pragmas = (process.env['OTHER_SETTINGS'] ?? '').split(';');
  for (const connection of connections) for (const pragma of pragmas) connection.pragma(pragma);
  process.stdout.write('settled\n');
});
