import { z } from 'zod';
import { choice, dateField, decimalField, requiredText } from '../web/fields';

/* What is asked about a parcel; the pages and the import of files ask the same. */

export const TENURES = ['title', 'possession', 'lease', 'community'] as const;
export const VARIETIES = ['ccn51', 'fine-native'] as const;

export type Tenure = (typeof TENURES)[number];
export type Variety = (typeof VARIETIES)[number];

/** A box around Huánuco, San Martín and Ucayali, in degrees of WGS84. */
export const REGION = { south: -11.6, north: -5.3, west: -78, east: -70.3 } as const;

export const parcelFields = {
  name: requiredText('Ingresa el nombre de la parcela', 80),
  areaHa: decimalField('Ingresa el área en hectáreas', {
    min: 0.05,
    max: 200,
    outside: 'El área debe estar entre 0.05 y 200 hectáreas',
  }),
  tenure: choice(TENURES, 'Elige la forma de tenencia'),
  variety: choice(VARIETIES, 'Elige la variedad de cacao'),
  plantedOn: dateField('Ingresa la fecha de siembra'),
  latitude: coordinate({
    from: REGION.south,
    to: REGION.north,
    malformed: 'Escribe la latitud con 6 decimales o más, por ejemplo -9.295123',
    outside: 'La latitud debe estar entre -11.6 y -5.3, donde están Huánuco, San Martín y Ucayali',
  }),
  longitude: coordinate({
    from: REGION.west,
    to: REGION.east,
    malformed: 'Escribe la longitud con 6 decimales o más, por ejemplo -75.998456',
    outside: 'La longitud debe estar entre -78 y -70.3, donde están Huánuco, San Martín y Ucayali',
  }),
  ubigeo: z.string('Elige el distrito').regex(/^\d{6}$/, 'Elige el distrito'),
};

/** One number without the other is no place. */
export function checkPlace(
  typed: { readonly latitude: string | null; readonly longitude: string | null },
  context: z.RefinementCtx,
): void {
  if (typed.latitude !== null && typed.longitude === null) {
    context.addIssue({ code: 'custom', path: ['longitude'], message: 'Ingresa también la longitud' });
  }
  if (typed.latitude === null && typed.longitude !== null) {
    context.addIssue({ code: 'custom', path: ['latitude'], message: 'Ingresa también la latitud' });
  }
}

/**
 * Degrees as decimal text, or null where nothing was typed. Six decimals, some 11 cm, are the least that Regulation (EU)
 * 2023/1115 takes for a plot.
 */
function coordinate(bounds: { from: number; to: number; malformed: string; outside: string }) {
  return z
    .string()
    .default('')
    .transform((typed, context): string | null => {
      const text = typed.replace(/\s/g, '').replace('−', '-');
      if (text === '') return null;
      const fault = !/^-?\d{1,3}\.\d{6,8}$/.test(text)
        ? bounds.malformed
        : Number(text) < bounds.from || Number(text) > bounds.to
          ? bounds.outside
          : undefined;
      if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
      return text;
    });
}
