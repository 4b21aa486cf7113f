import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** The name and the life of the cookie that makes a telephone a known one. */
export const DEVICE_COOKIE = 'dev';
export const DEVICE_DAYS = 180;

export interface DeviceKey {
  readonly institutionId: number;
  readonly deviceId: number;
  readonly secret: string;
}

/** 256 bits; only their hash is stored. */
export function newDeviceSecret(): string {
  return randomBytes(32).toString('base64url');
}

export function deviceCookie({ institutionId, deviceId, secret }: DeviceKey): string {
  return `${institutionId}.${deviceId}.${secret}`;
}

/** Reads what a browser sent; anything that this program did not write is nothing. */
export function readDeviceCookie(value: string | undefined): DeviceKey | undefined {
  const match = /^([1-9]\d{0,8})\.([1-9]\d{0,8})\.([\w-]{43})$/.exec(value ?? '');
  if (!match) return undefined;
  return { institutionId: Number(match[1]), deviceId: Number(match[2]), secret: match[3] ?? '' };
}

export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

export function isSecretOf(secret: string, hash: string): boolean {
  return timingSafeEqual(Buffer.from(secretHash(secret), 'hex'), Buffer.from(hash, 'hex'));
}

/** Tries that cost no waiting, and the minutes to wait after each failure from then on; after the last the device goes. */
export const FREE_FAILURES = 5;
const WAIT_MINUTES = [1, 5, 15, 60];

/**
 * What a failure leads to, counted from 1: nothing up to the fourth, then 1, 5, 15 and 60 minutes of waiting, then the
 * device is no longer linked. The telephone is locked and not the person, so nobody can lock out somebody else.
 */
export function afterFailure(failures: number): { readonly waitMinutes: number } | 'unlinked' {
  if (failures < FREE_FAILURES) return { waitMinutes: 0 };
  const waitMinutes = WAIT_MINUTES[failures - FREE_FAILURES];
  return waitMinutes === undefined ? 'unlinked' : { waitMinutes };
}

/** An instant some minutes later, as the database writes it. */
export function minutesAfter(instant: string, minutes: number): string {
  return new Date(Date.parse(instant) + minutes * 60_000).toISOString();
}
