import type { ModificationType } from '../lending/modification';
import { isRefusal, type Refusal } from '../lending/refusal';
import { money, percent } from '../web/format';
import type { Translate } from '../web/locale';
import type { Comparison, Remaining } from './compare-change';

/** Before and after, instalment by instalment; nothing where the change cannot be made. */
export function comparisonData(compared: Comparison | Refusal, currency: string, t: Translate) {
  if (isRefusal(compared)) return null;
  const { before, after, difference, modification } = compared;
  const length = Math.max(before.rows.length, after.rows.length);
  const rows = Array.from({ length }, (_, index) => ({
    number: index + 1,
    before: before.rows[index] ?? null,
    after: after.rows[index] ?? null,
  }));
  return {
    rows,
    currency,
    before: sideOf(before),
    after: sideOf(after),
    difference: differenceText(difference, currency, t),
    modification: modification ? modificationName(modification.type, t) : null,
  };
}

function sideOf({ rows, total, lastDue, tceaPercent }: Remaining) {
  return { instalments: rows.length, total, lastDue, tcea: tceaPercent === null ? '—' : percent(tceaPercent) };
}

function differenceText(difference: number, currency: string, t: Translate): string {
  if (difference === 0) return t('El productor pagará lo mismo en total');
  const amount = money(Math.abs(difference), currency);
  return difference > 0
    ? t('El productor pagará {amount} más en total', { amount })
    : t('El productor pagará {amount} menos en total', { amount });
}

function modificationName(type: ModificationType, t: Translate): string {
  switch (type) {
    case 'reprogramado':
      return t('Reprogramado');
    case 'refinanciado':
      return t('Refinanciado');
    case 'reestructurado':
      return t('Reestructurado');
  }
}
