import { setTimeout as wait } from 'node:timers/promises';
import { engineOf, type Knex } from './connect';

const TRIES_MAX = 8;
const RETRYABLE = new Set(['40001', '40P01', '0A000', 'SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT']);

/**
 * Every business write goes through here. SQLite starts with BEGIN IMMEDIATE; PostgreSQL runs at READ COMMITTED and the
 * work takes row locks (`forUpdate`) before it reads what it decides on. A deadlock or a busy database runs the whole
 * work again, so it must have no effect outside the database. Inside a transaction the work simply joins it.
 */
export async function inTransaction<T>(db: Knex, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  if (isTransaction(db)) return work(db);
  for (let attempt = 1; ; attempt++) {
    try {
      return await (engineOf(db) === 'pg'
        ? db.transaction(work, { isolationLevel: 'read committed' })
        : db.transaction(work));
    } catch (error) {
      if (attempt >= TRIES_MAX || !RETRYABLE.has(codeOf(error))) throw error;
      await wait(Math.random() * Math.min(1_000, 5 * 2 ** attempt));
    }
  }
}

/**
 * For reading figures that must agree with each other: all statements see the same moment, whatever is written meanwhile,
 * and nobody waits for them.
 */
export async function inSnapshot<T>(db: Knex, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  if (isTransaction(db)) return work(db);
  return db.transaction(work, snapshotOf(db));
}

/** The same for whoever reads bit by bit: the caller ends it with `rollback`. */
export function openSnapshot(db: Knex): Promise<Knex.Transaction> {
  return db.transaction(snapshotOf(db));
}

function snapshotOf(db: Knex): Knex.TransactionConfig {
  return engineOf(db) === 'pg' ? { isolationLevel: 'repeatable read', readOnly: true } : { readOnly: true };
}

function isTransaction(db: Knex): db is Knex.Transaction {
  return db.isTransaction === true;
}

const UNIQUE = new Set(['23505', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY']);

export function isUniqueViolation(error: unknown): boolean {
  return UNIQUE.has(codeOf(error));
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
