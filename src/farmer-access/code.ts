import { createHmac } from 'node:crypto';

/** Thirty letters and digits that are not taken for each other on paper: no I, L, O, U, 0 or 1. */
export const CODE_ALPHABET = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';

export const CODE_LENGTH = 8;

/**
 * The activation code of a command: eight characters, about 39 bits. It follows from the command and the pepper, so that
 * the same button pressed twice prints the same slip, and the database holds nothing that the code could be read from.
 */
export function activationCode(pepper: string, institutionId: number, farmerId: number, commandId: string): string {
  let code = '';
  for (let round = 0; code.length < CODE_LENGTH; round++) {
    const bytes = createHmac('sha256', pepper)
      .update(`code:${institutionId}:${farmerId}:${commandId}:${round}`)
      .digest();
    // Bytes from 240 on are left out: they would make the first letters likelier than the others.
    for (const byte of bytes.filter((value) => value < 240)) {
      if (code.length < CODE_LENGTH) code += CODE_ALPHABET.charAt(byte % CODE_ALPHABET.length);
    }
  }
  return code;
}

/** `k7mp q2xa` and `K7MP-Q2XA` are the same code. */
export function tidyCode(typed: string): string {
  return typed.toUpperCase().replace(/[\s-]/g, '');
}

/** In two groups, as it is read aloud: `K7MP-Q2XA`. */
export function spacedCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

export function codeHash(pepper: string, code: string): string {
  return createHmac('sha256', pepper).update(`activation:${code}`).digest('hex');
}
