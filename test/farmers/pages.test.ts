import { addParcel } from '../../src/farmers/add-parcel';
import { recordConsent } from '../../src/farmers/record-consent';
import { registerFarmer } from '../../src/farmers/register-farmer';
import { parcelsOf } from '../../src/farmers/store';
import { signIn, textOf, type Person } from '../support/browser';
import { linkTo } from '../support/links';
import { createWorld, type World } from '../support/world';
import { commandId, laBanda, rosa } from './rosa';

let world: World;
let carmen: Person;
let farmerId: number;

beforeAll(async () => {
  world = await createWorld();
  carmen = await signIn(world.app, 'carmen@selva');
  const answer = await registerFarmer(world.db, world.selva.by('carmen'), {
    commandId: commandId(),
    ...rosa(world.selva),
  });
  if (answer.type === 'refused') throw new Error(answer.reason);
  ({ farmerId } = answer);
});

const typed = {
  documentKind: 'DNI',
  documentNumber: '0 987 6543',
  checkCharacter: '',
  givenNames: 'Lucila',
  firstSurname: 'Ñahui',
  secondSurname: "D'Azevedo",
  sex: 'F',
  birthDate: '27 mar 1984',
  phone: '962 123 456',
  ubigeo: '100601',
  community: '',
  partnerOrganisationId: '',
  officerId: '1',
};

/** What a field of the form shows: the text in it, or what is chosen. */
function shownIn(html: string, name: string): string {
  const input = new RegExp(`<input[^>]* name="${name}"[^>]*?type="(?:text|tel)"[^>]*? value="([^"]*)"`).exec(html);
  const radio = new RegExp(`name="${name}" value="([^"]*)" checked`).exec(html);
  const select = new RegExp(`<select[^>]* name="${name}"[^>]*>.*?(?:<option value="([^"]*)" selected|</select>)`).exec(
    html,
  );
  return textOf((input ?? radio ?? select)?.[1] ?? '');
}

describe('Entering a farmer', () => {
  it('leads to the page of the farmer, who is there as typed', async () => {
    const answer = await carmen.submit('/productores/nuevo', typed);
    expect(answer.status).toBe(303);
    const words = textOf((await carmen.get(String(answer.headers['location']))).text);
    expect(words).toContain("Lucila Ñahui D'Azevedo");
    expect(words).toContain('Productor registrado');
    expect(words).toContain('DNI 09876543 · 42 años · Rupa-Rupa, Leoncio Prado, Huánuco');
    expect(words).toContain('Celular 962 123 456');
    expect(words).toContain('Asesor Carmen');
    expect(words).toContain('Registró al productor');
  });

  it.each([
    ['documentNumber', '', 'Ingresa el número de documento'],
    ['documentNumber', '1234567', 'El DNI debe tener 8 dígitos'],
    ['documentNumber', '1234567A', 'El DNI debe tener 8 dígitos'],
    ['checkCharacter', '9', 'El dígito verificador no corresponde a ese DNI. Revisa los dos en el documento'],
    ['checkCharacter', '77', 'El dígito verificador es un solo número o una sola letra'],
    ['givenNames', ' ', 'Ingresa los nombres'],
    ['givenNames', 'R0sa', 'Escribe el nombre con letras, sin números ni otros signos'],
    ['firstSurname', '', 'Ingresa el apellido paterno'],
    ['secondSurname', '=1+1', 'Escribe el nombre con letras, sin números ni otros signos'],
    ['sex', 'X', 'Elige el sexo'],
    ['birthDate', '31/02/1984', 'Escribe la fecha con día, mes y año, por ejemplo 27/03/2026'],
    ['birthDate', '27 mar', 'Escribe la fecha con día, mes y año, por ejemplo 27/03/2026'],
    ['birthDate', '27/03/2015', 'El productor debe tener 18 años cumplidos'],
    ['birthDate', '27/03/1904', 'Revisa el año de nacimiento: la persona tendría más de 100 años'],
    ['phone', '062 12', 'El celular debe tener 9 dígitos y empezar con 9'],
    ['ubigeo', '', 'Elige el distrito'],
    ['ubigeo', '150101', 'Ese distrito no existe en Huánuco, San Martín ni Ucayali'],
    ['partnerOrganisationId', '77', 'Elige una organización de la lista'],
    ['officerId', '', 'Elige al asesor o asesora'],
  ])('with %s %j says “%s”, links to the field and keeps everything typed', async (field, value, sentence) => {
    const answer = await carmen.submit('/productores/nuevo', { ...typed, documentNumber: '12345678', [field]: value });
    expect(answer.status).toBe(422);
    expect(linkTo(answer.text, sentence)).toBe(`#f-${field}`);
    expect(textOf(answer.text)).toContain(`Error: ${sentence}`);
    const kept = Object.keys(typed).filter((name) => name !== field);
    const sent: Record<string, string> = { ...typed, documentNumber: '12345678' };
    expect(kept.map((name) => [name, shownIn(answer.text, name)])).toEqual(kept.map((name) => [name, sent[name]]));
    expect(await world.db('farmer').where({ document_number: '12345678' })).toEqual([]);
  });

  it('with a document that is there names the farmer who has it and links to the page', async () => {
    const answer = await carmen.submit('/productores/nuevo', { ...typed, documentNumber: '01234567' });
    expect(answer.status).toBe(422);
    expect(textOf(answer.text)).toContain('Ya existe un productor con DNI 01234567: Rosa Quispe Huamán');
    expect(linkTo(answer.text, 'Ver la ficha de Rosa Quispe Huamán')).toBe(`/productores/${farmerId}`);
  });

  it('refused once, the corrected form goes through', async () => {
    const refused = await carmen.submit('/productores/nuevo', { ...typed, documentNumber: '01234567' });
    const command = /name="_command" value="([^"]+)"/.exec(refused.text)?.[1] ?? '';
    const token = /name="_csrf" value="([^"]+)"/.exec(refused.text)?.[1] ?? '';
    const corrected = { ...typed, documentNumber: '22334455', _command: command, _csrf: token };
    expect((await carmen.post('/productores/nuevo', corrected)).status).toBe(303);
    expect((await carmen.post('/productores/nuevo', corrected)).status).toBe(303);
    expect(await world.db('farmer').where({ document_number: '22334455' })).toHaveLength(1);
  });

  it('loses characters that nobody can type', async () => {
    const odd = { ...typed, documentNumber: '33445566', community: 'Alto\u0000 \u0007Sol' };
    const answer = await carmen.submit('/productores/nuevo', odd);
    expect(answer.status).toBe(303);
    expect(textOf((await carmen.get(String(answer.headers['location']))).text)).toContain('comunidad Alto Sol');
    expect((await carmen.get('/productores?buscar=na%00hui')).status).toBe(200);
  });

  it('takes a carné de extranjería of nine characters', async () => {
    const foreigner = { ...typed, documentKind: 'CE', documentNumber: '001234567' };
    expect((await carmen.submit('/productores/nuevo', foreigner)).status).toBe(303);
    const short = await carmen.submit('/productores/nuevo', { ...foreigner, documentNumber: '12345678' });
    expect(textOf(short.text)).toContain('El carné de extranjería debe tener 9 caracteres');
  });
});

describe('Changing a farmer', () => {
  it('shows what is known and says what happened', async () => {
    const shown = await carmen.get(`/productores/${farmerId}/editar`);
    expect(shown.text).toContain('value="01234567"');
    expect(shown.text).toContain('value="12/04/1985"');
    expect(shown.text).toContain('value="962 345 678"');
    const known = {
      ...typed,
      documentNumber: '01234567',
      givenNames: 'Rosa',
      firstSurname: 'Quispe',
      secondSurname: 'Huamán',
      birthDate: '12/04/1985',
      phone: '962 345 678',
      community: 'Naranjillo',
    };
    const path = `/productores/${farmerId}/editar`;
    await carmen.submit(path, known);
    expect(textOf((await carmen.get(`/productores/${farmerId}`)).text)).toContain(
      'Nada cambió: los datos son los mismos',
    );
    await carmen.submit(path, { ...known, community: 'Pendencia' });
    const words = textOf((await carmen.get(`/productores/${farmerId}`)).text);
    expect(words).toContain('Datos cambiados');
    expect(words).toContain('Caserío o comunidad Pendencia');
    expect(words).toMatch(/Cambió los datos del productor .* Cambió: Caserío o comunidad/);
  });

  it('keeps what was typed wrong', async () => {
    const answer = await carmen.submit(`/productores/${farmerId}/editar`, {
      ...typed,
      firstSurname: '',
      community: 'X',
    });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('value="X"');
    expect(linkTo(answer.text, 'Ingresa el apellido paterno')).toBe('#f-firstSurname');
  });
});

describe('A parcel', () => {
  const parcel = {
    name: 'La Banda',
    areaHa: '2.5',
    tenure: 'title',
    variety: 'ccn51',
    plantedOn: '15/11/2019',
    ubigeo: '100601',
    latitude: '-9.295123',
    longitude: '-75.998456',
  };

  it.each([
    ['name', '', 'Ingresa el nombre de la parcela'],
    ['areaHa', '0', 'El área debe estar entre 0.05 y 200 hectáreas'],
    ['areaHa', '2,5', 'Escribe el número con punto decimal, por ejemplo 2.5'],
    ['tenure', '', 'Elige la forma de tenencia'],
    ['variety', 'criollo', 'Elige la variedad de cacao'],
    ['plantedOn', '24/11/2026', 'La fecha de siembra no puede ser posterior a hoy'],
    ['latitude', '-9.2951', 'Escribe la latitud con 6 decimales o más, por ejemplo -9.295123'],
    ['latitude', '9.295123', 'La latitud debe estar entre -11.6 y -5.3, donde están Huánuco, San Martín y Ucayali'],
    ['latitude', '-75.998456', 'La latitud debe estar entre -11.6 y -5.3, donde están Huánuco, San Martín y Ucayali'],
    ['longitude', '-79.998456', 'La longitud debe estar entre -78 y -70.3, donde están Huánuco, San Martín y Ucayali'],
    ['longitude', '', 'Ingresa también la longitud'],
    ['ubigeo', '', 'Elige el distrito'],
  ])('with %s %j says “%s”', async (field, value, sentence) => {
    const answer = await carmen.submit(`/productores/${farmerId}/parcelas/nueva`, { ...parcel, [field]: value });
    expect(answer.status).toBe(422);
    expect(linkTo(answer.text, sentence)).toBe(`#f-${field}`);
    if (field !== 'name') expect(answer.text).toContain('value="La Banda"');
    expect(await parcelsOf(world.db, world.selva.id, farmerId)).toEqual([]);
  });

  it('that is right stands on the page of the farmer, and can be changed there', async () => {
    const answer = await carmen.submit(`/productores/${farmerId}/parcelas/nueva`, parcel);
    expect(answer.status).toBe(303);
    const shown = await carmen.get(`/productores/${farmerId}`);
    expect(textOf(shown.text)).toContain(
      'La Banda 2.5 ha CCN-51 15/11/2019 – 7 años Título de propiedad Rupa-Rupa -9.295123, -75.998456',
    );
    const path = linkTo(shown.text, 'La Banda');
    await carmen.submit(path, { ...parcel, areaHa: '3.25', variety: 'fine-native' });
    expect(textOf((await carmen.get(`/productores/${farmerId}`)).text)).toContain('La Banda 3.25 ha Fino de aroma');
  });

  it('of the same name is refused with everything kept', async () => {
    const answer = await carmen.submit(`/productores/${farmerId}/parcelas/nueva`, { ...parcel, areaHa: '9' });
    expect(answer.status).toBe(422);
    expect(textOf(answer.text)).toContain('El productor ya tiene una parcela con ese nombre');
    expect(answer.text).toContain('value="9"');
  });
});

describe('A consent', () => {
  const signed = { textVersion: '1', signedOn: '20/11/2026', method: 'fingerprint', readAloud: '1' };

  it('is asked for in the words that are signed', async () => {
    const words = textOf((await carmen.get(`/productores/${farmerId}/consentimientos/nuevo`)).text);
    expect(words).toContain('Texto, versión 1');
    expect(words).toContain('Autorizo que se registren y usen mis ingresos');
  });

  it.each([
    ['purposes', [], 'Marca lo que la persona autoriza'],
    ['method', '', 'Elige cómo firmó'],
    ['readAloud', '', 'Elige si se leyó el texto en voz alta'],
    ['signedOn', '', 'Ingresa la fecha de la firma'],
    ['signedOn', '24/11/2026', 'La fecha de la firma no puede ser posterior a hoy'],
  ])('with %s %j says “%s”', async (field, value, sentence) => {
    const answer = await carmen.submit(`/productores/${farmerId}/consentimientos/nuevo`, {
      ...signed,
      purposes: ['evaluation', 'messages'],
      [field]: value,
    });
    expect(answer.status).toBe(422);
    expect(linkTo(answer.text, sentence)).toBe(`#f-${field}`);
    if (field !== 'purposes') expect(answer.text.match(/ checked/g)).toHaveLength(field === 'signedOn' ? 4 : 3);
  });

  it('stands on the page of the farmer until it is taken back on a page of its own', async () => {
    const path = `/productores/${farmerId}`;
    await carmen.submit(`${path}/consentimientos/nuevo`, { ...signed, purposes: ['evaluation'] });
    const shown = await carmen.get(path);
    expect(textOf(shown.text)).toContain(
      'Evaluar y administrar el crédito Autorizado 20/11/2026 · Huella digital · leído en voz alta · testigo: Carmen',
    );
    expect(textOf(shown.text)).toContain('Centrales de riesgo Sin autorización');
    const confirm = linkTo(shown.text, 'Retirar : Evaluar y administrar el crédito');
    expect(textOf((await carmen.get(confirm)).text)).toContain('no se podrá registrar ni cambiar su flujo de caja');
    expect((await carmen.submit(confirm, {})).status).toBe(303);
    expect(textOf((await carmen.get(path)).text)).toContain('Evaluar y administrar el crédito Retirado 23/11/2026');
    expect((await carmen.get(confirm)).status).toBe(404);
  });
});

describe('The page of a farmer', () => {
  it('leads to a new application, to access for the farmer and to a call', async () => {
    const { text } = await carmen.get(`/productores/${farmerId}`);
    expect(linkTo(text, 'Nueva solicitud')).toBe(`/solicitudes/nueva?productor=${farmerId}`);
    expect(linkTo(text, 'Dar acceso al productor')).toBe(`/productores/${farmerId}/acceso`);
    expect(linkTo(text, '962 345 678')).toBe('tel:+51962345678');
  });

  it.each(['0', '01', '-1', '1.5', '999999999', '9999999999', 'uno', "1'--"])(
    'with the number %s is plainly not found',
    async (number) => {
      expect((await carmen.get(`/productores/${encodeURIComponent(number)}`)).status).toBe(404);
    },
  );

  it('lets a cashier read and nothing more', async () => {
    const celia = await signIn(world.app, 'celia@selva');
    const { text } = await celia.get(`/productores/${farmerId}`);
    expect(textOf(text)).toContain('Rosa Quispe Huamán');
    for (const word of [
      'Nueva solicitud',
      'Editar datos',
      'Registrar parcela',
      'Registrar consentimiento',
      'Retirar ',
    ]) {
      expect(textOf(text)).not.toContain(word);
    }
    expect((await celia.get(`/productores/${farmerId}/editar`)).status).toBe(403);
  });

  it.each([
    '',
    '/editar',
    '/parcelas/nueva',
    '/parcelas/1',
    '/consentimientos/nuevo',
    '/consentimientos/messages/retirar',
  ])('of another institution is not found: …%s', async (rest) => {
    const by = world.valle.by('carmen');
    const there = await registerFarmer(world.db, by, {
      commandId: commandId(),
      ...rosa(world.valle, { documentNumber: String(70_000_000 + rest.length) }),
    });
    if (there.type === 'refused') throw new Error(there.reason);
    // Numbers begin at 1 in each institution: this one is beyond those that Selva has.
    const away = 500 + there.farmerId;
    await world.db('farmer').where({ institution_id: world.valle.id, id: there.farmerId }).update({ id: away });
    await addParcel(world.db, by, { commandId: commandId(), farmerId: away, ...laBanda });
    await recordConsent(world.db, by, {
      commandId: commandId(),
      farmerId: away,
      purposes: ['messages'],
      textVersion: '1',
      signedOn: '2026-11-01',
      method: 'digital',
      readAloud: false,
    });
    const answer = await carmen.get(`/productores/${away}${rest}`);
    expect(answer.status).toBe(404);
    expect(answer.text).not.toContain('Rosa');
    const theirs = await signIn(world.app, 'carmen@valle');
    const parcels = await parcelsOf(world.db, world.valle.id, away);
    const own = rest.replace('/1', `/${parcels[0]?.id ?? 0}`);
    expect((await theirs.get(`/productores/${away}${own}`)).status).toBe(200);
  });
});
