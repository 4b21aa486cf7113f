// Looked up once: under a test runner every look-up of `Math` costs more than the number itself.
const { cos, imul, log, PI, sqrt } = Math;

/**
 * Random numbers that are a function of a seed and a position, so that a result can be reckoned again from its seed
 * alone, in any order and on any number of machines. Not for secrets.
 */
export interface RandomStream {
  /** The uniform number at a position, above 0 and below 1. Positions are whole, up to 2³². */
  uniform(position: number): number;
  /** The standard normal number at a position; it uses two uniform ones (Box and Muller, 1958). */
  normal(position: number): number;
}

/** Streams of one seed with different names do not resemble each other. */
export function randomStream(seed: number, name: number): RandomStream {
  const key = mixed(mixed(seed >>> 0) ^ imul(name + 1, GOLDEN));
  const uniform = (position: number) => (mixed(mixed((imul(position, GOLDEN) + key) | 0) ^ key) + 0.5) / 2 ** 32;
  const normal = (position: number) => {
    const radius = sqrt(-2 * log(uniform(2 * position)));
    return radius * cos(2 * PI * uniform(2 * position + 1));
  };
  return { uniform, normal };
}

/** 2³² divided by the golden ratio: its multiples spread evenly over all 32 bits. */
const GOLDEN = 0x9e3779b9;

/** Every bit of the input changes half the bits of the result (the finaliser of MurmurHash3). */
function mixed(value: number): number {
  let bits = value | 0;
  bits = imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
