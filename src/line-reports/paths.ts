import type { CreditLine } from '../lines/store';

/** How many quarters back a report may be asked for: five years. */
export const BACK_QUARTERS = 20;

export function reportPath(line: Pick<CreditLine, 'institutionId' | 'id'>): string {
  return `/lineas/${line.institutionId}/${line.id}/informe`;
}
