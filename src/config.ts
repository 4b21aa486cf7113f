import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const DEVELOPMENT_SECRET = 'development-only-secret-change-me-in-production';

const Secret = z.string().min(32).default(DEVELOPMENT_SECRET);

const Environment = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATABASE_URL: z.string().min(1).default('sqlite:./mazorca.sqlite'),
  /** Where people reach the program; `https://` turns on secure cookies and HSTS. */
  PUBLIC_URL: z.url().optional(),
  TRUST_PROXY_HOPS: z.coerce.number().int().min(0).max(5).default(0),
  SESSION_SECRET: Secret,
  AUDIT_KEY: Secret,
  PIN_PEPPER: Secret,
  /** Where a backup is taken each night; none without it. */
  BACKUP_DIR: z.string().min(1).optional(),
  BACKUP_KEEP_DAYS: z.coerce.number().int().min(1).max(3_660).default(35),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export interface Config {
  readonly environment: 'development' | 'test' | 'production';
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string;
  readonly secure: boolean;
  /** As people type it, without a slash at the end; it stands on printed slips. */
  readonly publicUrl?: string;
  readonly trustProxyHops: number;
  readonly sessionSecret: string;
  readonly auditKey: string;
  readonly pinPepper: string;
  readonly logLevel: string;
  readonly backups?: { readonly folder: string; readonly keepDays: number };
}

/**
 * Reads the environment, the only place that does. Throws with the name of each variable that is missing or wrong, so
 * that the program stops at start and not at the first request.
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) throw new Error(`The configuration is not usable:\n${z.prettifyError(parsed.error)}`);
  const values = parsed.data;
  if (values.NODE_ENV === 'production') refuseDevelopmentSecrets(values);
  return {
    environment: values.NODE_ENV,
    port: values.PORT,
    host: values.HOST,
    databaseUrl: values.DATABASE_URL,
    secure: values.PUBLIC_URL?.startsWith('https://') ?? false,
    ...(values.PUBLIC_URL !== undefined && { publicUrl: values.PUBLIC_URL.replace(/\/$/, '') }),
    trustProxyHops: values.TRUST_PROXY_HOPS,
    sessionSecret: values.SESSION_SECRET,
    auditKey: values.AUDIT_KEY,
    pinPepper: values.PIN_PEPPER,
    logLevel: values.LOG_LEVEL,
    ...(values.BACKUP_DIR !== undefined && {
      backups: { folder: values.BACKUP_DIR, keepDays: values.BACKUP_KEEP_DAYS },
    }),
  };
}

function refuseDevelopmentSecrets(values: z.infer<typeof Environment>): void {
  for (const name of ['SESSION_SECRET', 'AUDIT_KEY', 'PIN_PEPPER'] as const) {
    if (values[name] === DEVELOPMENT_SECRET) throw new Error(`${name} must be set when NODE_ENV is production`);
  }
}

/** The folder that holds package.json, views and locales, from the sources and from the compiled program alike. */
export const projectRoot = findProjectRoot(__dirname);

function findProjectRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('package.json was not found above the program');
  return findProjectRoot(parent);
}
