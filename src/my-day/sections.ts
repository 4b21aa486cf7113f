import type { State } from '../applications/states';
import type { Knex } from '../db/connect';
import type { IsoDate } from '../lending/dates';
import type { Translate } from '../web/locale';
import { withQuery } from '../web/pagination';
import type { StaffRole, StaffUser } from '../web/user';
import { waitingApplications, type WaitingApplication } from './application-store';
import { countDueSoon, countLate, listDueSoon, listLate } from './collect-store';
import { changeSection } from './change-section';
import { applicationSection, dueSoonSection, lateSection, type Reader, type Section } from './page';
import { sheetSection } from './sheet-section';
import { SHOWN, whoseDay } from './whose';

/** The day of a person: what waits for them first, then what is to be collected. */
export async function sectionsOf(db: Knex, user: StaffUser, today: IsoDate, t: Translate): Promise<Section[]> {
  const whose = whoseDay(user);
  const reader: Reader = { today, t, namesOfficer: whose.officerId === undefined };
  const sections: Section[] = [];
  for (const { states, title, empty, own, decides } of applicationsFor(user.role, t)) {
    const mine = own ? { institutionId: user.institutionId, officerId: user.id } : whose;
    const waiting = await waitingApplications(db, mine, states, decides ? user.id : undefined);
    // A manager who has no applications of their own need not be told so.
    if (own && user.role !== 'officer' && waiting.count === 0) continue;
    const pays = user.role === 'cashier';
    const [state, ...others] = states;
    const namesState = others.length > 0;
    const inState = withQuery('/solicitudes', { estado: namesState ? undefined : state, mios: own ? '1' : '0' });
    const section = {
      title,
      empty,
      all: pays ? '/desembolsos' : inState,
      linkTo: ({ id }: WaitingApplication): string => (pays ? `/desembolsos/${id}` : `/solicitudes/${id}`),
      namesState,
    };
    sections.push(applicationSection(waiting, section, reader));
  }
  const changes = await changeSection(db, user, reader);
  if (changes) sections.push(changes);
  const sheets = await sheetSection(db, user, reader);
  if (sheets) sections.push(sheets);
  const first = { from: 0, rows: SHOWN };
  const dueSoon = await listDueSoon(db, whose, today, first);
  sections.push(dueSoonSection(await countDueSoon(db, whose, today), dueSoon, reader));
  if (user.role !== 'cashier') {
    const late = await listLate(db, whose, today, first);
    sections.push(lateSection(await countLate(db, whose, today), late, reader));
  }
  return sections;
}

interface WaitingState {
  readonly states: readonly State[];
  readonly title: string;
  readonly empty: string;
  /** Only the person's own applications. */
  readonly own: boolean;
  /** A decision, which is not for who submitted it. */
  readonly decides: boolean;
}

function applicationsFor(role: StaffRole, t: Translate): WaitingState[] {
  const own = (states: readonly State[], title: string, empty: string): WaitingState => {
    return { states, title, empty, own: true, decides: false };
  };
  const toDecide = (state: State, title: string, empty: string): WaitingState => {
    return { states: [state], title, empty, own: false, decides: true };
  };
  const drafts = own(['draft'], t('Mis solicitudes por terminar'), t('No tienes solicitudes a medias.'));
  const returned = own(['returned'], t('Mis solicitudes observadas'), t('Ninguna solicitud tuya tiene observaciones.'));
  switch (role) {
    case 'officer':
      return [
        returned,
        drafts,
        own(['approved'], t('Mis solicitudes aprobadas'), t('Ninguna solicitud tuya espera su desembolso.')),
        own(
          ['submitted', 'in-evaluation', 'in-committee'],
          t('Mis solicitudes en trámite'),
          t('Ninguna solicitud tuya está en trámite.'),
        ),
      ];
    case 'cashier':
      return [toDecide('approved', t('Desembolsos por hacer'), t('Ningún crédito aprobado espera su desembolso.'))];
    default:
      return [
        toDecide('in-committee', t('Solicitudes por decidir'), t('Ninguna solicitud espera la decisión del comité.')),
        toDecide('in-evaluation', t('Solicitudes en evaluación'), t('Ninguna solicitud está en evaluación.')),
        toDecide('submitted', t('Solicitudes por evaluar'), t('Ninguna solicitud espera su evaluación.')),
        returned,
        drafts,
      ];
  }
}
