import { isContractError } from '../../src/contract/contract-error';
import { parseTerms } from '../../src/contract/terms-json';
import { isRefusal } from '../../src/lending/refusal';
import { schedule } from '../../src/lending/schedule';
import type { Schedule } from '../../src/lending/schedule-rows';
import type { Terms } from '../../src/lending/terms';

/** 8,000.00 at TEA 24.5 % in twelve months, with what matters to a test changed; written as contract 1. */
export function contract(changes: object = {}): Terms {
  const terms = parseTerms({
    currency: 'PEN',
    disbursements: [{ date: '2026-11-30', amount: '8000.00' }],
    rate: { kind: 'effective', percent: '24.5' },
    instalments: { plan: 'level', count: 12, every: { months: 1 } },
    ...changes,
  });
  if (isContractError(terms)) throw new Error(`${terms.error.path}: ${terms.error.message}`);
  return terms;
}

export function scheduled(changes: object = {}): Schedule {
  const result = schedule(contract(changes));
  if (isRefusal(result)) throw new Error(`refused: ${result.reason} (${result.path})`);
  return result;
}
