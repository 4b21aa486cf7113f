import fc from 'fast-check';
import { activationCode, CODE_ALPHABET, tidyCode, spacedCode } from '../../src/farmer-access/code';
import { afterFailure, deviceCookie, readDeviceCookie, newDeviceSecret } from '../../src/farmer-access/device';
import { peppered, pinFault } from '../../src/farmer-access/pin';
import { ROSA } from './farmer';

describe('a PIN that others would try first is refused', () => {
  it.each([
    ['111111', 'pin_repeats'],
    ['121212', 'pin_repeats'],
    ['122112', 'pin_repeats'],
    ['123123', 'pin_repeats'],
    ['112233', 'pin_repeats'],
    ['123321', 'pin_repeats'],
    ['123456', 'pin_runs'],
    ['654321', 'pin_runs'],
    ['890123', 'pin_runs'],
    ['135791', 'pin_runs'],
    ['159753', 'pin_common'],
    ['102030', 'pin_common'],
    ['012345', 'pin_runs'],
    ['234567', 'pin_runs'],
    ['623456', 'pin_personal'],
    ['120485', 'pin_personal'],
    ['041985', 'pin_personal'],
    ['198504', 'pin_personal'],
    ['850412', 'pin_personal'],
  ])('%s: %s', (pin, fault) => {
    expect(pinFault(pin, ROSA)).toBe(fault);
  });

  it('a part of the DNI is personal, also where it is no run', () => {
    expect(pinFault('709183', { ...ROSA, documentNumber: '47091835' })).toBe('pin_personal');
    expect(pinFault('709183', { ...ROSA, documentNumber: '47091935' })).toBeUndefined();
  });

  it.each([['740926'], ['381604'], ['905172']])('%s will do', (pin) => {
    expect(pinFault(pin, ROSA)).toBeUndefined();
  });

  it('leaves most of the million to choose from', () => {
    const refused = Array.from({ length: 1_000_000 }, (_unused, value) => String(value).padStart(6, '0')).filter(
      (pin) => pinFault(pin, ROSA) !== undefined,
    );
    expect(refused.length).toBeGreaterThan(4_000);
    expect(refused.length).toBeLessThan(7_000);
  });

  it('is hashed with the pepper and the person, so that equal PINs look different', () => {
    const seen = [peppered('740926', 'a', 1, 1), peppered('740926', 'b', 1, 1), peppered('740926', 'a', 1, 2)];
    expect(new Set(seen).size).toBe(3);
    expect(seen.join()).not.toContain('740926');
  });
});

describe('an activation code', () => {
  it('has eight of thirty letters that are not taken for each other', () => {
    expect(new Set(CODE_ALPHABET).size).toBe(30);
    expect(CODE_ALPHABET).not.toMatch(/[ILOU01]/);
    fc.assert(
      fc.property(fc.uuid(), fc.integer({ min: 1, max: 9999 }), (commandId, farmerId) => {
        const code = activationCode('pepper', 2, farmerId, commandId);
        expect(code).toMatch(new RegExp(`^[${CODE_ALPHABET}]{8}$`));
        expect(activationCode('pepper', 2, farmerId, commandId)).toBe(code);
        expect(activationCode('another', 2, farmerId, commandId)).not.toBe(code);
        expect(tidyCode(spacedCode(code).toLowerCase())).toBe(code);
      }),
    );
  });
});

describe('a linked telephone', () => {
  it('waits longer after each failure from the fifth on, and is unlinked after the ninth', () => {
    const waits = Array.from({ length: 10 }, (_unused, index) => afterFailure(index + 1));
    expect(waits).toEqual([
      { waitMinutes: 0 },
      { waitMinutes: 0 },
      { waitMinutes: 0 },
      { waitMinutes: 0 },
      { waitMinutes: 1 },
      { waitMinutes: 5 },
      { waitMinutes: 15 },
      { waitMinutes: 60 },
      'unlinked',
      'unlinked',
    ]);
  });

  it('keeps a cookie that only this program can have written', () => {
    const key = { institutionId: 2, deviceId: 14, secret: newDeviceSecret() };
    expect(readDeviceCookie(deviceCookie(key))).toEqual(key);
    for (const wrong of [undefined, '', '2.14', `0.1.${key.secret}`, `2.x.${key.secret}`, `2.14.${key.secret}x`]) {
      expect(readDeviceCookie(wrong)).toBeUndefined();
    }
  });
});
