import { z } from 'zod';
import { pageQuery } from '../web/fields';

export const collectQuery = z.strictObject({ pagina: pageQuery });
