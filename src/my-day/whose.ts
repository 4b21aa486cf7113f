import type { StaffUser } from '../web/user';

/** Rows of a section on the page; the rest is one click away. */
export const SHOWN = 5;

/** Whose work a section is about: the officer's own, or everybody's where no officer is named. */
export interface Whose {
  readonly institutionId: number;
  readonly officerId?: number;
}

/** An officer sees their own work, everybody else that of the whole institution. */
export function whoseDay({ institutionId, role, id }: StaffUser): Whose {
  return role === 'officer' ? { institutionId, officerId: id } : { institutionId };
}

export interface Named {
  readonly given_names: string;
  readonly first_surname: string;
  readonly second_surname: string;
}

/** As in a list that is ordered by surname: `Quispe Huamán, Rosa`. */
export function listName({ given_names: given, first_surname: first, second_surname: second }: Named): string {
  return `${[first, second].filter(Boolean).join(' ')}, ${given}`;
}

/** PostgreSQL counts in bigint. */
export type Counted = { count?: number | string } | undefined;
