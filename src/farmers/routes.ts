import { timelineOf } from '../audit/timeline';
import { nothing } from '../web/fields';
import { blankForm } from '../web/form';
import { notFound, page, redirect } from '../web/reply';
import { route, type Route } from '../web/route';
import { changeFarmer } from './change-farmer';
import { officerOptions, organisationOptions } from './choices';
import { consentRoutes } from './consent-routes';
import { applicationsOfFarmer, loansOfFarmer } from './credit-store';
import { changePage, newFarmerPage, refusedFarmer } from './farmer-form-page';
import { farmerForm, farmerParams } from './form';
import { listRoutes } from './list-routes';
import { applicationLines, consentLines, farmerSummary, farmerValues, loanLines, parcelLines } from './page';
import { parcelRoutes } from './parcel-routes';
import { allDistricts } from './places';
import { registerFarmer } from './register-farmer';
import { farmerReaders, farmerWriters } from './roles';
import { consentsOf, findFarmer, parcelsOf } from './store';

export const farmersRoutes: Route[] = [
  ...listRoutes,
  route({
    method: 'get',
    path: '/productores/nuevo',
    roles: farmerWriters,
    scope: 'institution',
    params: nothing,
    query: nothing,
    body: nothing,
    handle: (ask) => {
      const officerId = ask.user.role === 'officer' ? String(ask.user.id) : '';
      return newFarmerPage(ask, blankForm({ documentKind: 'DNI', officerId }));
    },
  }),
  route({
    method: 'post',
    path: '/productores/nuevo',
    roles: farmerWriters,
    scope: 'institution',
    params: nothing,
    query: nothing,
    body: farmerForm,
    invalid: (ask, form) => newFarmerPage(ask, form),
    handle: async (ask) => {
      const registered = await registerFarmer(ask.db, ask.by, { commandId: ask.commandId, ...ask.body });
      if (registered.type === 'refused') return refusedFarmer(ask, registered, newFarmerPage);
      return redirect(`/productores/${registered.farmerId}`, ask.t('Productor registrado'));
    },
  }),
  route({
    method: 'get',
    path: '/productores/:id',
    roles: farmerReaders,
    scope: 'institution',
    params: farmerParams,
    query: nothing,
    body: nothing,
    handle: async (ask) => {
      const { db, t, user, clock } = ask;
      const { institutionId } = user;
      const farmer = await findFarmer(db, institutionId, ask.params.id);
      if (!farmer) return notFound;
      const [districts, organisations, officers, parcels, consents, loans, applications, steps] = await Promise.all([
        allDistricts(db),
        organisationOptions(db),
        officerOptions(db, institutionId, farmer.officerId),
        parcelsOf(db, institutionId, farmer.id),
        consentsOf(db, institutionId, farmer.id),
        loansOfFarmer(db, institutionId, farmer.id),
        applicationsOfFarmer(db, institutionId, farmer.id),
        timelineOf(db, t, institutionId, 'farmer', farmer.id),
      ]);
      const today = clock.today();
      return page(
        'farmers/show',
        farmer.name,
        {
          farmer: farmerSummary(farmer, { districts, organisations, officers }, today, t),
          ...parcelLines(parcels, districts, today, t),
          ...consentLines(consents, t),
          loans: loanLines(loans, today, t),
          applications: applicationLines(applications, t),
          steps,
          mayChange: farmerWriters.includes(user.role),
        },
        { back: { to: '/productores', label: t('Volver a Productores') } },
      );
    },
  }),
  route({
    method: 'get',
    path: '/productores/:id/editar',
    roles: farmerWriters,
    scope: 'institution',
    params: farmerParams,
    query: nothing,
    body: nothing,
    handle: async (ask) => {
      const farmer = await findFarmer(ask.db, ask.user.institutionId, ask.params.id);
      return farmer ? changePage(farmer)(ask, blankForm(farmerValues(farmer))) : notFound;
    },
  }),
  route({
    method: 'post',
    path: '/productores/:id/editar',
    roles: farmerWriters,
    scope: 'institution',
    params: farmerParams,
    query: nothing,
    body: farmerForm,
    invalid: async (ask, form) => {
      const farmer = await findFarmer(ask.db, ask.user.institutionId, ask.params.id);
      return farmer ? changePage(farmer)(ask, form) : notFound;
    },
    handle: async (ask) => {
      const farmer = await findFarmer(ask.db, ask.user.institutionId, ask.params.id);
      if (!farmer) return notFound;
      const changed = await changeFarmer(ask.db, ask.by, { farmerId: farmer.id, ...ask.body });
      if (changed.type === 'refused') return refusedFarmer(ask, changed, changePage(farmer));
      const notice =
        changed.changed.length > 0 ? ask.t('Datos cambiados') : ask.t('Nada cambió: los datos son los mismos');
      return redirect(`/productores/${farmer.id}`, notice);
    },
  }),
  ...parcelRoutes,
  ...consentRoutes,
];
