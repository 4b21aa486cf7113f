/** Choices that look free and are the same on every run. */
export interface Random {
  /** From 0 up to, but not including, 1. */
  fraction(): number;
  /** A whole number; both ends may come. */
  between(least: number, most: number): number;
  /** True so many times in a hundred. */
  chance(percent: number): boolean;
  pick<T>(from: readonly T[]): T;
}

/** The generator of Lehmer with the multiplier of Park and Miller (1988): 31 bits are plenty to pick a name. */
const MODULUS = 2 ** 31 - 1;
const MULTIPLIER = 48_271;
const WARM_UP = 8;

/** Each subject, `('farmer', 12)`, has its own row of numbers, so that a change to one leaves the others as they were. */
export function randomOf(...subject: readonly (string | number)[]): Random {
  let state = seedOf(subject.join(' '));
  const fraction = (): number => {
    state = (state * MULTIPLIER) % MODULUS;
    return (state - 1) / (MODULUS - 1);
  };
  // Subjects that are alike have seeds that are alike; a few rounds drive them apart.
  for (let round = 0; round < WARM_UP; round++) fraction();
  const between = (least: number, most: number): number => least + Math.floor(fraction() * (most - least + 1));
  return {
    fraction,
    between,
    chance: (percent) => fraction() * 100 < percent,
    pick: (from) => {
      const picked = from[between(0, from.length - 1)];
      if (picked === undefined) throw new Error('nothing to pick from');
      return picked;
    },
  };
}

function seedOf(text: string): number {
  let seed = 1;
  for (const letter of text) seed = (seed * 31 + (letter.codePointAt(0) ?? 0)) % (MODULUS - 1);
  return seed + 1;
}
