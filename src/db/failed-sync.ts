/**
 * After a failed fsync nobody knows what of a file is on the disk: the kernel may have dropped what it could not write,
 * and a second attempt may succeed without it. So nothing more may be acknowledged; a start reads the log anew and keeps
 * what is whole in it. Whoever runs for long registers here and ends. (Rebello et al., Can Applications Recover from
 * fsync Failures?, USENIX ATC 2020.)
 */
export function onFailedSync(listener: (error: unknown) => void): void {
  listeners.push(listener);
}

const listeners: ((error: unknown) => void)[] = [];

/** Told of each error of SQLite; of others than a failed fsync nobody hears. */
export function noteIfSyncFailed(error: unknown): void {
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && FAILED_SYNC.has(code)) for (const listener of listeners) listener(error);
}

const FAILED_SYNC = new Set(['SQLITE_IOERR_FSYNC', 'SQLITE_IOERR_DIR_FSYNC']);
