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
 * In which groups a part of the farmers, the women say, is not told: where it or the rest are a few, since 0 and all say
 * nothing of one person, but of 10 women among 12 the two men would be known. Where that is only one group, the next
 * smallest part is not told either, since the total would give it away.
 */
export function hiddenParts<Group extends Counted>(
  groups: readonly Group[],
  partOf: (group: Group) => number,
  from: number,
): ReadonlySet<Group> {
  const few = (number: number) => number > 0 && number < from;
  const small = groups.filter((group) => few(partOf(group)) || few(group.farmers - partOf(group)));
  if (small.length !== 1) return new Set(small);
  const [next] = groups
    .filter((group) => !small.includes(group) && partOf(group) > 0)
    .toSorted((one, other) => partOf(one) - partOf(other));
  return new Set(next ? [...small, next] : small);
}
