/** The columns of one row have the values of the other, which may have more; nothing is no row. */
export function isSameRow<Row extends object>(row: Row, other: Row | undefined): boolean {
  return other !== undefined && (Object.keys(row) as (keyof Row)[]).every((column) => row[column] === other[column]);
}
