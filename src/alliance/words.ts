import type { Translate } from '../web/locale';
import { OTHER_DEPARTMENT } from './form';
import type { Department, OrganisationKind } from './store';

export function kindName(kind: OrganisationKind, t: Translate): string {
  const names: Record<OrganisationKind, string> = {
    'producer-organisation': t('Organización de productores'),
    'financial-institution': t('Institución financiera'),
    government: t('Gobierno'),
    buyer: t('Comprador'),
  };
  return names[kind];
}

export function departmentName(code: string, known: readonly Department[], t: Translate): string {
  if (code === OTHER_DEPARTMENT) return t('Fuera de las tres regiones');
  return known.find((department) => department.code === code)?.name ?? code;
}
