import type { ZodError } from 'zod';
import type { Refusal } from '../lending/refusal';

/** Why a contract was not accepted, in its place in the answer. */
export interface ContractError {
  readonly error: {
    /** `wrong_shape`, `malformed_json`, or the reason word of a refusal (docs/lending.md). */
    readonly code: string;
    /** The field at fault, e.g. `instalments.rows.2.weight`; empty for the whole. */
    readonly path: string;
    readonly message: string;
  };
}

export function isContractError(value: object): value is ContractError {
  return 'error' in value;
}

export function contractError(code: string, path: string, message: string): ContractError {
  return { error: { code, path, message } };
}

/** The first thing that zod found. */
export function shapeError(error: ZodError, under = ''): ContractError {
  const [issue] = error.issues;
  const path = [...(under ? [under] : []), ...(issue?.path ?? [])].join('.');
  return contractError('wrong_shape', path, issue?.message ?? 'The contract has the wrong shape.');
}

export function refusalError({ reason, path }: Refusal, under = ''): ContractError {
  return contractError(reason, under ? `${under}.${path}` : path, `${sentence(reason)} (${path}).`);
}

function sentence(reason: string): string {
  const words = reason.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
