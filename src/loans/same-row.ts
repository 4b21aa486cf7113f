/** The columns of one row have the values of the other, which may have more; nothing is no row. */
export function isSameRow<Row extends object>(row: Row, other: Row | undefined): boolean {
  if (other === undefined) return false;
  for (const column in row) if (row[column] !== other[column]) return false;
  return true;
}

/** The columns in which rows differ from those in their places. Setting others too would rewrite their indexes for nothing. */
export function changedColumns<Row extends object>(pairs: readonly (readonly [Row, Row | undefined])[]): (keyof Row)[] {
  const changed = new Set<keyof Row>();
  for (const [row, earlier] of pairs) {
    if (!earlier) continue;
    for (const column of Object.keys(row) as (keyof Row)[]) if (row[column] !== earlier[column]) changed.add(column);
  }
  return [...changed];
}
