import { addMonths, daysBetween, type IsoDate } from './dates';

/** Why terms were changed. The SBS type is derived from this and never typed in. */
export interface Cause {
  /** `request` is a wish of a debtor who can pay; `insolvency` an approved concursal process. */
  readonly reason: 'emergency' | 'difficulty' | 'insolvency' | 'request';
  /** The decree that declared the emergency in the debtor's zone. */
  readonly emergencyDecree?: string;
  readonly wasCurrentAtDeclaration?: boolean;
}

export type ModificationType = 'reprogramado' | 'refinanciado' | 'reestructurado';

export interface Modification {
  readonly type: ModificationType;
  readonly date: IsoDate;
  /** How much later the last instalment falls due. */
  readonly extensionDays: number;
}

export interface ChangeOfTerms {
  readonly date: IsoDate;
  readonly cause: Cause;
  readonly daysLate: number;
  readonly lastDueBefore: IsoDate;
  readonly lastDueAfter: IsoDate;
}

/**
 * Under a declared emergency a debtor who was current then, and whose term grows by six months at most, is reprogramado
 * and not refinanciado (oficios múltiples SBS 5345-2010 and 12174-2023). From 31 July to 31 January is within six
 * months, to 1 February is not. A wish of a debtor who is late is a difficulty.
 */
export function modificationOf(change: ChangeOfTerms): Modification {
  return {
    type: typeOf(change),
    date: change.date,
    extensionDays: daysBetween(change.lastDueBefore, change.lastDueAfter),
  };
}

/** Two changes of one loan leave the graver type; of equals the later one. */
export function graver(before: Modification | undefined, after: Modification): Modification {
  return before && GRAVITY.indexOf(before.type) > GRAVITY.indexOf(after.type) ? before : after;
}

const GRAVITY: readonly ModificationType[] = ['reprogramado', 'refinanciado', 'reestructurado'];

function typeOf({ cause, daysLate, lastDueBefore, lastDueAfter }: ChangeOfTerms): ModificationType {
  if (cause.reason === 'insolvency') return 'reestructurado';
  if (cause.reason === 'difficulty') return 'refinanciado';
  if (cause.reason === 'request') return daysLate > 0 ? 'refinanciado' : 'reprogramado';
  const declared = cause.emergencyDecree !== undefined && cause.wasCurrentAtDeclaration === true;
  return declared && lastDueAfter <= addMonths(lastDueBefore, MOST_MONTHS_IN_EMERGENCY)
    ? 'reprogramado'
    : 'refinanciado';
}

const MOST_MONTHS_IN_EMERGENCY = 6;
