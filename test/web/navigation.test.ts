import { createTranslator } from '../../src/web/locale';
import { navigationFor } from '../../src/web/navigation';
import type { StaffRole, User } from '../../src/web/user';

const t = createTranslator()('es-PE');

function menuOf(role: StaffRole, path: string) {
  const user = { kind: 'staff', role, institutionId: 1 } as unknown as User;
  const { main, sub } = navigationFor(user, path, t);
  const words = (entries: typeof main) => entries.map(({ label, current }) => (current ? `*${label}` : label));
  return { main: words(main), sub: words(sub) };
}

describe('The menu', () => {
  it('of who sees much has a row of groups, and below it the group of the page', () => {
    expect(menuOf('risk', '/riesgo/estres')).toEqual({
      main: [
        'Solicitudes',
        'Productores',
        'Créditos',
        'Simulador',
        '*Cartera y riesgo',
        'Líneas de crédito',
        'Configuración',
      ],
      sub: ['Cartera', '*Riesgo', 'Cierre del día', 'Informes'],
    });
  });

  it('leads everybody to everything they may see, through a group or at once', () => {
    for (const role of ['risk', 'manager', 'auditor', 'administrator'] as const) {
      const { main } = menuOf(role, '/nowhere');
      expect(main.length).toBeLessThanOrEqual(9);
      expect(menuOf(role, '/nowhere').sub).toEqual([]);
    }
    expect(menuOf('administrator', '/personal').sub).toEqual(['Productos', 'Parámetros', '*Personal', 'Auditoría']);
  });

  it('of who sees little is as it was', () => {
    expect(menuOf('investor', '/lineas')).toEqual({ main: ['*Líneas de crédito', 'Alianza'], sub: [] });
  });
});
