import { reverseDelivery } from '../../src/deliveries/reverse-delivery';
import { aHarvest, command, type Harvest } from '../deliveries/a-harvest';
import { createWorld, type World } from '../support/world';
import { AS_CARMEN, fileWith, path, read, run } from './terminal';

let world: World;
let harvest: Harvest;
let organisation: string;
let dni: string;

beforeAll(async () => {
  world = await createWorld();
  harvest = await aHarvest(world);
  const named = (await world.db('partner_organisation').where({ id: harvest.organisationId }).first('name')) as {
    name: string;
  };
  const key = { institution_id: harvest.at.id, id: harvest.farmerId };
  const farmer = (await world.db('farmer').where(key).first('document_number')) as { document_number: string };
  [organisation, dni] = [named.name.toUpperCase(), farmer.document_number];
});

const HEADINGS = 'Organización;Fecha;Boleta;Lote;DNI;Parcela;Estado;Kg;Humedad;Precio;Verificado';
const line = (slip: string, kg: string, more: { dni?: string; parcel?: string; checked?: string } = {}) =>
  [
    organisation,
    '20/11/2026',
    slip,
    'L-9',
    more.dni ?? dni,
    more.parcel ?? '',
    'Seco',
    kg,
    '7.5 %',
    '16.00',
    more.checked ?? '',
  ].join(';');

async function deliveriesOf(slip: string): Promise<{ id: number; reversed_by: number | null; withheld: number }[]> {
  return world.db('delivery').where({ institution_id: harvest.at.id, slip }).select('id', 'reversed_by', 'withheld');
}

describe('mazorca import deliveries', () => {
  it('tries a sheet without recording, records it, and records it once', async () => {
    const file = fileWith('acopio.csv', [HEADINGS, line('C-1', '50'), line('C-2', '60.25')].join('\n'));
    const tried = await run(world, 'deliveries', file, '--dry-run', ...AS_CARMEN);
    expect(tried).toMatchObject({ code: 0, text: expect.stringContaining('Entregas nuevas: 2; ya registradas: 0') });
    expect(await deliveriesOf('C-1')).toEqual([]);
    expect((await run(world, 'deliveries', file, ...AS_CARMEN)).text).toContain(
      'Entregas nuevas: 2; ya registradas: 0',
    );
    expect((await run(world, 'deliveries', file, ...AS_CARMEN)).text).toContain(
      'Entregas nuevas: 0; ya registradas: 2',
    );
    expect(await deliveriesOf('C-1')).toMatchObject([{ withheld: 31_827 }]);
  });

  it('does not record again what was taken back, and records it corrected', async () => {
    const file = (kg: string) => fileWith('corregida.csv', [HEADINGS, line('D-1', kg)].join('\n'));
    await run(world, 'deliveries', file('40'), ...AS_CARMEN);
    const [delivery] = await deliveriesOf('D-1');
    const input = { commandId: command(), deliveryId: delivery?.id ?? 0, reason: 'Pesada dos veces' };
    expect(await reverseDelivery(world.db, harvest.at.by('celia'), input)).toMatchObject({ type: 'done' });
    expect((await run(world, 'deliveries', file('40'), ...AS_CARMEN)).text).toContain(
      'Entregas nuevas: 0; ya registradas: 1',
    );
    expect((await run(world, 'deliveries', file('39'), ...AS_CARMEN)).text).toContain(
      'Entregas nuevas: 1; ya registradas: 0',
    );
    expect((await deliveriesOf('D-1')).map(({ reversed_by }) => reversed_by === null)).toEqual([false, true]);
  });

  it('gives the faulty rows back with their reasons', async () => {
    const rows = [
      line('E-1', '50', { dni: '99999999' }),
      line('E-2', '50', { parcel: 'La Banda:60' }),
      line('E-3', '6000'),
      line('E-4', '10'),
    ];
    const file = fileWith('malas.csv', [HEADINGS, ...rows].join('\n'));
    const { code, text } = await run(world, 'deliveries', file, '--errors', path('malas-con-motivo.csv'), ...AS_CARMEN);
    expect(code).toBe(1);
    expect(text).toContain('Fila 2, columna dni: No hay un productor con ese documento');
    expect(text).toContain('Fila 3, columna parcela: Las partes de las parcelas deben sumar 100 %');
    expect(text).toContain('Fila 4, columna verificado: Con esta entrega esas parcelas suman');
    expect(await deliveriesOf('E-4')).toEqual([]);
    expect(read('malas-con-motivo.csv')).toContain('E-2');
    const checked = fileWith('verificada.csv', [HEADINGS, line('E-3', '6000', { checked: 'Sí' })].join('\n'));
    expect((await run(world, 'deliveries', checked, ...AS_CARMEN)).text).toContain('Entregas nuevas: 1');
  });
});
