import type { Translate } from '../web/locale';
import type { Activation } from './activate-device';
import type { DeviceRow, Holder } from './store';

export function nameOf(holder: Holder): string {
  return [holder.given_names, holder.first_surname, holder.second_surname].filter(Boolean).join(' ');
}

/** The telephones of a farmer as staff see them, the last linked first. */
export function deviceLines(devices: readonly DeviceRow[], now: string, t: Translate) {
  return devices.map((device) => ({
    id: device.id,
    linkedAt: device.created_at,
    ...deviceState(device, now, t),
    active: device.revoked_at === null && device.expires_at > now,
  }));
}

function deviceState(device: DeviceRow, now: string, t: Translate): { state: string; tone: string } {
  if (device.revoked_at !== null) return { state: t('Desvinculado'), tone: '' };
  if (device.expires_at <= now) return { state: t('Venció por falta de uso'), tone: '' };
  if (device.locked_until !== null && device.locked_until > now)
    return { state: t('En espera por claves erradas'), tone: 'warn' };
  return { state: t('Vinculado'), tone: 'ok' };
}

/** What to say on which field of the activation form. */
export function activationRefusal(
  reason: Extract<Activation, { type: 'refused' }>['reason'],
  t: Translate,
): { readonly field: string; readonly message: string } {
  switch (reason) {
    case 'wrong':
      return {
        field: 'code',
        message: t('El DNI y el código no coinciden, o el código ya se usó o venció. Pide un código nuevo a tu asesor'),
      };
    case 'pin_repeats':
      return { field: 'pin', message: t('La clave repite números. Elige seis números más variados') };
    case 'pin_runs':
      return { field: 'pin', message: t('La clave sigue una serie, como 123456. Elige otra') };
    case 'pin_common':
      return { field: 'pin', message: t('Muchas personas usan esa clave. Elige otra') };
    case 'pin_personal':
      return { field: 'pin', message: t('La clave está en tu DNI, tu celular o tu fecha de nacimiento. Elige otra') };
  }
}
