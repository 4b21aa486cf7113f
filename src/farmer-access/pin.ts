import { createHmac } from 'node:crypto';

export const PIN_LENGTH = 6;

export type PinFault = 'pin_repeats' | 'pin_runs' | 'pin_common' | 'pin_personal';

/** What is known of a person that a thief of the phone may know too. */
export interface Person {
  readonly documentNumber: string;
  readonly birthDate: string;
  readonly phone: string | null;
}

/** Patterns of the keypad and of habit that no rule below describes. */
const COMMON = new Set([
  ...['159753', '753159', '951357', '147258', '258147', '258369', '369258', '147369', '159357', '357159', '789456'],
  ...['456789', '741852', '852741', '963852', '852963', '147852', '258963', '102030', '101010', '100200', '123654'],
  ...['321654', '142536', '124578', '235689', '246810', '135790', '131415', '192837', '123789', '789123', '456123'],
]);

/**
 * Why a PIN of six digits is too easy to guess; nothing where it will do. Refuses runs (123456, 975310), one or two
 * digits or blocks that repeat (111111, 121212, 123123, 112233), mirrors (123321), the shapes of the keypad, and
 * six digits of the DNI, the telephone or the birth date in any order people write it.
 */
export function pinFault(pin: string, person: Person): PinFault | undefined {
  return plainPinFault(pin) ?? (isPersonal(pin, person) ? 'pin_personal' : undefined);
}

/** The part of `pinFault` that can be said to anybody, because it knows nothing of the person. */
export function plainPinFault(pin: string): PinFault | undefined {
  if (repeats(pin)) return 'pin_repeats';
  if (runs(pin)) return 'pin_runs';
  return COMMON.has(pin) ? 'pin_common' : undefined;
}

function repeats(pin: string): boolean {
  const twoDigitsAtMost = new Set(pin).size <= 2;
  const block = pin.slice(0, 3) === pin.slice(3);
  const mirror = pin === Array.from(pin).toReversed().join('');
  const pairs = /^(.)\1(.)\2(.)\3$/.test(pin);
  return twoDigitsAtMost || block || mirror || pairs;
}

/** The same step from each digit to the next, over the end too: 123456, 654321, 246802, 890123. */
function runs(pin: string): boolean {
  const steps = Array.from(pin)
    .slice(1)
    .map((digit, index) => (Number(digit) - Number(pin[index]) + 10) % 10);
  return new Set(steps).size === 1;
}

function isPersonal(pin: string, { documentNumber, birthDate, phone }: Person): boolean {
  const [year = '', month = '', day = ''] = birthDate.split('-');
  const orders = [day + month + year, month + day + year, year + month + day, year + day + month];
  const short = year.slice(2);
  const shortOrders = [day + month + short, month + day + short, short + month + day, short + day + month];
  return [documentNumber, phone ?? '', ...orders, ...shortOrders].some((digits) => digits.includes(pin));
}

/** What is hashed instead of the PIN: who steals the table and not the pepper has nothing to try PINs against. */
export function peppered(pin: string, pepper: string, institutionId: number, farmerId: number): string {
  return createHmac('sha256', pepper).update(`pin:${institutionId}:${farmerId}:${pin}`).digest('base64url');
}
