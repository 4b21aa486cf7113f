import Database from 'better-sqlite3';

/*
 * Loaded before the server by the power-cut harness, and by nothing else. The program refuses to start with a database
 * that does not wait for the disk, so it starts as it must, and on SIGUSR2 its connections become careless.
 */
const connections = new Set<Database.Database>();
const { pragma } = Database.prototype;

Database.prototype.pragma = function (this: Database.Database, ...args: Parameters<typeof pragma>): unknown {
  connections.add(this);
  return pragma.apply(this, args);
};

process.on('SIGUSR2', () => {
  for (const connection of connections) {
    pragma.call(connection, `synchronous = ${process.env['CARELESS_SYNCHRONOUS']}`);
  }
  process.stdout.write('careless\n');
});
