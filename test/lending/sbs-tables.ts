import classification from './data/sbs-classification.json';
import provisions from './data/sbs-provisions.json';
import type { ClassificationTable, CreditType } from '../../src/lending/classification';
import { Decimal } from '../../src/lending/decimal';
import type { ProvisionTable } from '../../src/lending/provisions';
import type { OverdueTable } from '../../src/lending/situation';

/** The published tables of Res. SBS 11356-2008 in the shape that the core takes them in. */
export const CREDIT_TYPES: readonly CreditType[] = [
  'corporativo',
  'gran_empresa',
  'mediana_empresa',
  'pequena_empresa',
  'microempresa',
  'consumo_revolvente',
  'consumo_no_revolvente',
  'hipotecario_vivienda',
];

export const CLASSIFICATION: ClassificationTable = byType((type) => {
  const [normal, cpp, deficiente, dudoso] = classification.max_days_late_inclusive[type];
  return [typeof normal === 'number' ? normal : 0, Number(cpp), Number(deficiente), Number(dudoso)];
});

export const PROVISIONS: ProvisionTable = {
  generic: byType((type) => new Decimal(provisions.generic_normal[type])),
  specific: {
    table1: percents(provisions.specific.table1_no_preferred),
    table2: percents(provisions.specific.table2_preferred),
    table3: percents(provisions.specific.table3_preferred_very_quick),
  },
  selfLiquidating: new Decimal(provisions.specific.self_liquidating_preferred_minimum),
  procyclical: byType((type) => new Decimal(provisions.procyclical[type])),
  procyclicalActive: false,
  guaranteeLapsesAfterMonths: { Dudoso: 36, Perdida: 24 },
};

export const OVERDUE: OverdueTable = {
  corporativo: { wholeBalanceAfterDays: 15 },
  gran_empresa: { wholeBalanceAfterDays: 15 },
  mediana_empresa: { wholeBalanceAfterDays: 15 },
  pequena_empresa: { wholeBalanceAfterDays: 30 },
  microempresa: { wholeBalanceAfterDays: 30 },
  consumo_revolvente: { unpaidInstalmentsAfterDays: 30, wholeBalanceAfterDays: 90 },
  consumo_no_revolvente: { unpaidInstalmentsAfterDays: 30, wholeBalanceAfterDays: 90 },
  hipotecario_vivienda: { unpaidInstalmentsAfterDays: 30, wholeBalanceAfterDays: 90 },
};

function byType<T>(valueOf: (type: CreditType) => T): Record<CreditType, T> {
  return {
    corporativo: valueOf('corporativo'),
    gran_empresa: valueOf('gran_empresa'),
    mediana_empresa: valueOf('mediana_empresa'),
    pequena_empresa: valueOf('pequena_empresa'),
    microempresa: valueOf('microempresa'),
    consumo_revolvente: valueOf('consumo_revolvente'),
    consumo_no_revolvente: valueOf('consumo_no_revolvente'),
    hipotecario_vivienda: valueOf('hipotecario_vivienda'),
  };
}

function percents(
  row: Record<'CPP' | 'Deficiente' | 'Dudoso' | 'Perdida', string>,
): ProvisionTable['specific']['table1'] {
  return {
    CPP: new Decimal(row.CPP),
    Deficiente: new Decimal(row.Deficiente),
    Dudoso: new Decimal(row.Dudoso),
    Perdida: new Decimal(row.Perdida),
  };
}
