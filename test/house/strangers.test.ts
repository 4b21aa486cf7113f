import { routes } from '../../src/app';
import { signIn } from '../support/browser';
import { createWorld, STAFF, TODAY, type World } from '../support/world';
import { madeSheet } from '../collection-sheets/a-sheet';
import { aLoan, aSetting, anApplication, harvestTerms } from '../loans/a-loan';

/*
 * Selva has a farmer, an application, a line, a loan and a collection sheet; Valle has nothing. Whatever Valle's people ask for by number
 * belongs to somebody else, and must look as if it did not exist.
 */
let world: World;
beforeAll(async () => {
  world = await createWorld();
  const setting = await aSetting(world);
  await aLoan(setting);
  await anApplication(setting, harvestTerms(), 'in-committee');
  await madeSheet(setting, 'Naranjillo', TODAY);
});

const OWN = ['officer', 'manager', 'cashier', 'risk', 'administrator', 'auditor'] as const;
const pages = routes.filter(
  ({ method, path, scope, roles }) =>
    method === 'get' &&
    path.includes(':') &&
    scope !== 'public' &&
    roles.some((role) => OWN.some((own) => own === role)),
);

/** Shared names and the institution's own: these are not records of anybody else. */
const NOT_A_RECORD = /^\/parametros\//;

describe('A record of another institution', () => {
  it.each(pages.filter(({ path }) => !NOT_A_RECORD.test(path)).map(({ path, roles }) => [path, roles] as const))(
    '%s is not there',
    async (path, roles) => {
      const concrete = path.replace(':institution', String(world.selva.id)).replace(/:\w+/g, '1');
      for (const [username] of Object.entries(STAFF).filter(([, role]) => roles.includes(role))) {
        const stranger = await signIn(world.app, `${username}@valle`);
        const answer = await stranger.get(concrete);
        expect([username, concrete, answer.status]).toEqual([username, concrete, 404]);
        expect(answer.text).not.toMatch(/Rosa|Quispe/);
      }
    },
  );

  it('is there for its own people', async () => {
    const carmen = await signIn(world.app, 'carmen@selva');
    for (const path of ['/productores/1', '/solicitudes/2', '/creditos/1', '/recaudos/1', '/recaudos/1/hoja']) {
      expect([path, (await carmen.get(path)).status]).toEqual([path, 200]);
    }
  });
});
