import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/*
 * scrypt with N=2^15, r=8, p=3: a quarter of a second and 32 MiB each. At most two at a time, because many sign-ins at
 * once would otherwise take the memory and both cores of the machine.
 */
const COST: Cost = { log2N: 15, r: 8, p: 3 };
const MEMORY_MAX = 128 * 1024 * 1024;
const KEY_BYTES = 32;
const PARALLEL_MAX = 2;
const QUEUE_MAX = 40;

export interface Cost {
  readonly log2N: number;
  readonly r: number;
  readonly p: number;
}

/** A password or PIN as `scrypt$15$8$3$<salt>$<key>`: the cost stands in the hash, so that it can be raised later. */
export async function hashSecret(secret: string, cost: Cost = COST): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(secret, salt, cost);
  return ['scrypt', cost.log2N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Takes the same time whether the secret is right, wrong, or there is no hash at all. */
export async function verifySecret(secret: string, hash: string | undefined): Promise<boolean> {
  const [kind, log2N, r, p, salt, expected] = (hash ?? NOBODYS_HASH).split('$');
  if (kind !== 'scrypt' || salt === undefined || expected === undefined) throw new Error('not a hash of a secret');
  const cost = { log2N: Number(log2N), r: Number(r), p: Number(p) };
  const key = await derive(secret, Buffer.from(salt, 'base64url'), cost);
  const matches = timingSafeEqual(key, Buffer.from(expected, 'base64url'));
  return matches && hash !== undefined;
}

const NOBODYS_HASH = `scrypt$${COST.log2N}$${COST.r}$${COST.p}$${'A'.repeat(22)}$${Buffer.alloc(KEY_BYTES).toString('base64url')}`;

export class TooManySignIns extends Error {}

let running = 0;
const waiting: (() => void)[] = [];

async function derive(secret: string, salt: Buffer, { log2N, r, p }: Cost): Promise<Buffer> {
  if (running >= PARALLEL_MAX) {
    if (waiting.length >= QUEUE_MAX) throw new TooManySignIns('too many sign-ins at once');
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
    });
  }
  running++;
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      scrypt(secret.normalize('NFKC'), salt, KEY_BYTES, { N: 2 ** log2N, r, p, maxmem: MEMORY_MAX }, (error, key) => {
        if (error) reject(error);
        else resolve(key);
      });
    });
  } finally {
    running--;
    waiting.shift()?.();
  }
}

const TOO_COMMON = /^(.)\1+$|^(0123456789|1234567890|123456789012|contraseña|password|mazorca)/i;

export type PasswordFault = 'too_short' | 'too_long' | 'too_common' | 'contains_username';

/** Twelve characters or more and nothing anybody would try first; no rules of composition, pasting is welcome. */
export function passwordFault(password: string, username: string): PasswordFault | undefined {
  if (Array.from(password).length < 12) return 'too_short';
  if (password.length > 128) return 'too_long';
  if (TOO_COMMON.test(password)) return 'too_common';
  if (password.toLowerCase().includes(username.toLowerCase())) return 'contains_username';
  return undefined;
}
