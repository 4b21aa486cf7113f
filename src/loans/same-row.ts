/** The columns of one row have the values of the other, which may have more; nothing is no row. */
export function isSameRow<Row extends object>(row: Row, other: Row | undefined): boolean {
  if (other === undefined) return false;
  for (const column in row) if (row[column] !== other[column]) return false;
  return true;
}
