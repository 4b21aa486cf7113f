import type { State } from '../applications/states';
import type { Knex } from '../db/connect';
import type { IsoDate } from '../lending/dates';
import type { Translate } from '../web/locale';
import { withQuery } from '../web/pagination';
import type { StaffRole, StaffUser } from '../web/user';
import { applicationSection, dueSoonSection, lateSection, type Section, type Words } from './page';
import {
  countDueSoon,
  countLate,
  listDueSoon,
  listLate,
  SHOWN,
  waitingApplications,
  type WaitingApplication,
  type Whose,
} from './store';

/** An officer sees their own work, everybody else that of the whole institution. */
export function whoseDay(user: StaffUser): Whose {
  const { institutionId } = user;
  return user.role === 'officer' ? { institutionId, officerId: user.id } : { institutionId };
}

/** The day of a person: what waits for them first, then what is to be collected. */
export async function sectionsOf(db: Knex, user: StaffUser, today: IsoDate, t: Translate): Promise<Section[]> {
  const whose = whoseDay(user);
  const sections: Section[] = [];
  for (const { states, words, own, decides } of applicationsFor(user.role, t)) {
    const mine = own ? { institutionId: user.institutionId, officerId: user.id } : whose;
    const waiting = await waitingApplications(db, mine, states, decides ? user.id : undefined);
    // A manager who has no applications of their own need not be told so.
    if (own && user.role !== 'officer' && waiting.count === 0) continue;
    const pay = user.role === 'cashier';
    const [state, ...others] = states;
    const estado = others.length === 0 ? state : undefined;
    const all = pay ? '/desembolsos' : withQuery('/solicitudes', { estado, mios: own ? '1' : '0' });
    const linkTo = ({ id }: WaitingApplication): string => (pay ? `/desembolsos/${id}` : `/solicitudes/${id}`);
    sections.push(applicationSection(waiting, words, all, linkTo, today, t));
  }
  const first = { from: 0, rows: SHOWN };
  sections.push(
    dueSoonSection(await countDueSoon(db, whose, today), await listDueSoon(db, whose, today, first), today, t),
  );
  if (user.role !== 'cashier') {
    sections.push(lateSection(await countLate(db, whose, today), await listLate(db, whose, today, first), today, t));
  }
  return sections;
}

interface WaitingState {
  readonly states: readonly State[];
  readonly words: Words;
  /** Only the person's own applications. */
  readonly own: boolean;
  /** A decision, which is not for who submitted it. */
  readonly decides: boolean;
}

function applicationsFor(role: StaffRole, t: Translate): WaitingState[] {
  const drafts = {
    states: ['draft'],
    words: { title: t('Mis solicitudes por terminar'), empty: t('No tienes solicitudes a medias.') },
    own: true,
    decides: false,
  } satisfies WaitingState;
  const returned = {
    states: ['returned'],
    words: { title: t('Mis solicitudes observadas'), empty: t('Ninguna solicitud tuya tiene observaciones.') },
    own: true,
    decides: false,
  } satisfies WaitingState;
  if (role === 'officer') {
    const approved = {
      title: t('Mis solicitudes aprobadas'),
      empty: t('Ninguna solicitud tuya espera su desembolso.'),
    };
    const underway = { title: t('Mis solicitudes en trámite'), empty: t('Ninguna solicitud tuya está en trámite.') };
    return [
      returned,
      drafts,
      { states: ['approved'], words: approved, own: true, decides: false },
      { states: ['submitted', 'in-evaluation', 'in-committee'], words: underway, own: true, decides: false },
    ];
  }
  if (role === 'cashier') {
    const ready = { title: t('Desembolsos por hacer'), empty: t('Ningún crédito aprobado espera su desembolso.') };
    return [{ states: ['approved'], words: ready, own: false, decides: false }];
  }
  const toDecide = (state: State, title: string, empty: string): WaitingState => ({
    states: [state],
    words: { title, empty },
    own: false,
    decides: true,
  });
  return [
    toDecide('in-committee', t('Solicitudes por decidir'), t('Ninguna solicitud espera la decisión del comité.')),
    toDecide('in-evaluation', t('Solicitudes en evaluación'), t('Ninguna solicitud está en evaluación.')),
    toDecide('submitted', t('Solicitudes por evaluar'), t('Ninguna solicitud espera su evaluación.')),
    returned,
    drafts,
  ];
}
