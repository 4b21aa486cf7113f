/** The names of the fields that are no longer the same; the trail keeps these and never what was in them. */
export function changedFields<Details extends object>(before: Details, after: Details): string[] {
  const fields = Object.keys(before) as (keyof Details & string)[];
  return fields.filter((field) => before[field] !== after[field]);
}
