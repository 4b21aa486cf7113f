/** A group of people of whom sums are told. */
export interface Counted {
  readonly farmers: number;
}

/**
 * Which groups of a table are not told, so that nobody can be recognised by them: those of fewer farmers than `from`,
 * and where that is only one, the smallest of the others too, since the total would give it away. Of 3, 9 and 20 farmers
 * with `from` 5: 3 and 9.
 */
export function hiddenGroups<Group extends Counted>(groups: readonly Group[], from: number): ReadonlySet<Group> {
  const small = groups.filter(({ farmers }) => farmers < from);
  if (small.length !== 1) return new Set(small);
  const [next] = groups.filter((group) => !small.includes(group)).toSorted((one, other) => one.farmers - other.farmers);
  return new Set(next ? [...small, next] : small);
}

/**
 * Whether a part of the farmers of a group may be told: neither it nor the rest are a few. 0 and all say nothing of one
 * person. Of 10 women among 12 the two men would be known.
 */
export function tellsPart(part: number, farmers: number, from: number): boolean {
  const few = (number: number) => number > 0 && number < from;
  return !few(part) && !few(farmers - part);
}
