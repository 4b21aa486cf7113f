import type { Knex } from '../db/connect';
import { hasConsent } from '../farmers/store';
import { parcelIdsOf, type Application } from './store';

/** What an application needs before it can be submitted, in the order of the task list; true where it is done. */
export interface Tasks {
  readonly parcels: boolean;
  readonly request: boolean;
  readonly consent: boolean;
  readonly cashFlow: boolean;
}

export async function tasksOf(db: Knex, application: Application): Promise<Tasks> {
  const { institutionId, id, farmerId } = application;
  return {
    parcels: (await parcelIdsOf(db, institutionId, id)).length > 0,
    request: application.terms !== null,
    consent: await hasConsent(db, institutionId, farmerId, 'evaluation'),
    cashFlow: application.cashFlow !== null,
  };
}

export function allDone(tasks: Tasks): boolean {
  return Object.values(tasks).every(Boolean);
}
