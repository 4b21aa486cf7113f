import { z } from 'zod';
import { dateField } from '../web/fields';

export const closeForm = z.strictObject({ hasta: dateField('Ingresa hasta qué día cerrar') });
