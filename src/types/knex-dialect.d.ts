declare module 'knex/lib/dialects/better-sqlite3' {
  import type { Knex } from 'knex';
  class Client extends Knex.Client {
    _query(connection: unknown, obj: unknown): Promise<unknown>;
  }
  export = Client;
}

declare module 'knex/lib/dialects/postgres' {
  import type { Knex } from 'knex';
  class Client extends Knex.Client {
    /** Of the client that a transaction works with. */
    readonly transacting?: boolean;
    _query(connection: unknown, obj: unknown): Promise<unknown>;
  }
  export = Client;
}
