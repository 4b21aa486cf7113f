import type { Translate } from '../web/locale';
import type { ParameterName } from './kinds';
import type { ParameterStatus } from './store';

/** How the names and figures of the parameters read on a page; the unit stands in brackets. */
export function parameterTitle(name: ParameterName, t: Translate): string {
  const titles: Record<ParameterName, string> = {
    'rate-cap.PEN': t('Tasa máxima legal en soles'),
    'rate-cap.USD': t('Tasa máxima legal en dólares'),
    'exchange-rate.USD': t('Tipo de cambio del dólar'),
    uit: t('Unidad impositiva tributaria (UIT)'),
    itf: t('Impuesto a las transacciones financieras (ITF)'),
    'debtor-classification': t('Clasificación del deudor por días de atraso'),
    'overdue-balance': t('Días de atraso tras los que un crédito es vencido'),
    provisions: t('Provisiones por categoría del deudor'),
    'farm-gate-price.ccn51': t('Precio en chacra del cacao CCN-51'),
    'farm-gate-price.fine-native': t('Precio en chacra del cacao fino o nativo'),
    'yield-curve.ccn51': t('Rendimiento del CCN-51 por año de plantación'),
    'yield-curve.fine-native': t('Rendimiento del cacao fino o nativo por año de plantación'),
    'yield-haircut': t('Parte del rendimiento técnico que logra un productor'),
    'wet-dry-factor': t('De cacao en baba a cacao seco'),
    'bean-delivery': t('Entregas de cacao: humedad y cosecha creíble'),
    'harvest-months.10': t('Meses de cosecha en Huánuco'),
    'harvest-months.22': t('Meses de cosecha en San Martín'),
    'harvest-months.25': t('Meses de cosecha en Ucayali'),
    'harvest-windows': t('Ventanas de cosecha y sus vencimientos'),
    'production-cost': t('Costo de producción del cacao'),
    'care-months': t('Meses en que se pagan las labores'),
    'capacity-share': t('Parte del excedente del hogar que puede tomar una cuota'),
    stress: t('Prueba de tensión de la capacidad de pago'),
    'harvest-risk': t('Cuánto varían precio y cosecha de un año a otro'),
    'stress-coverage': t('Desde qué cobertura un crédito no se atrasa bajo estrés'),
    'concentration-caps': t('Topes de concentración de la cartera'),
    'expected-loss': t('Pérdida esperada (NIIF 9): etapas, probabilidades y pérdidas'),
    'line-report': t('Informe de línea: edad de los jóvenes y grupos pequeños'),
    'application-life': t('Vida de una solicitud sin movimiento'),
    reminders: t('Avisos de cobro: días y horas'),
    'alliance-targets': t('Metas de la alianza'),
  };
  return titles[name];
}

export function figureLabel(name: ParameterName, key: string, t: Translate): string {
  const [group = '', part = ''] = key.split('.');
  if (group === 'month') return t('{month} (% del año)', { month: monthName(Number(part), t) });
  if (group === 'year') return t('Año {year} (kg secos por ha)', { year: Number(part) });
  if (name === 'harvest-windows') return windowLabel(group, part, t);
  if (name === 'debtor-classification') {
    return t('{type}: último día de atraso en {category}', {
      type: creditTypeName(group, t),
      category: categoryName(part, t),
    });
  }
  if (name === 'provisions' && part !== '') return provisionLabel(group, part, t);
  if (name === 'overdue-balance') return overdueLabel(group, part, t);
  return plainLabel(name, key, t);
}

/** Whether the value is law, somebody's assumption or typed in by the institution: shown wherever the value is used. */
export function statusTag(status: ParameterStatus, t: Translate): { readonly text: string; readonly tone: string } {
  if (status === 'assumption') return { text: t('Supuesto'), tone: 'warn' };
  return status === 'published' ? { text: t('Publicado'), tone: 'ok' } : { text: t('Registrado'), tone: '' };
}

function plainLabel(name: ParameterName, key: string, t: Translate): string {
  const labels: Readonly<Record<string, string>> = {
    compensatory: t('Interés compensatorio, TEA máxima (%)'),
    moratory: t('Interés moratorio, tasa anual máxima (%)'),
    perDollar: t('Soles por dólar'),
    amount: t('Monto (S/)'),
    rate: t('Tasa (%)'),
    selfLiquidating: t('Garantía autoliquidable, mínimo (%)'),
    procyclicalActive: t('Componente procíclico activo (1 sí, 0 no)'),
    perKg: name === 'production-cost' ? t('Cosecha y poscosecha (S/ por kg seco)') : t('Precio (S/ por kg seco)'),
    perHectareYear: t('Labores e insumos (S/ por ha y año)'),
    factor: t('Factor'),
    standardMoisture: t('Humedad a la que se cotiza el grano seco (%)'),
    lowestMoisture: t('Humedad más baja que se acepta (%)'),
    highestMoisture: t('Humedad más alta que se acepta como grano seco (%)'),
    ofCurve: t('Cosecha de un año desde la que se pregunta (% del rendimiento técnico)'),
    ofSurplus: t('Parte del excedente de la ventana (%)'),
    priceFall: t('Caída del precio (%)'),
    yieldFall: t('Caída del rendimiento (%)'),
    priceVolatility: t('Volatilidad anual del precio (%)'),
    regionVolatility: t('Volatilidad anual de la cosecha de una región (%)'),
    regionCorrelation: t('Correlación entre regiones (%)'),
    farmVolatility: t('Volatilidad de la cosecha de una chacra frente a su región (%)'),
    lossGivenShortfall: t('Parte de lo no pagado que al final se pierde (%)'),
    coveredAtLeast: t('Parte de lo que vence en 12 meses que cubre (%)'),
    department: t('Un departamento (% del saldo)'),
    district: t('Un distrito (% del saldo)'),
    organisation: t('Una organización (% del saldo)'),
    variety: t('Una variedad (% del saldo)'),
    'next-due': t('Un mes de vencimiento (% del saldo)'),
    borrower: t('Un productor (% del saldo)'),
    top20: t('Los 20 productores con más saldo (% del saldo)'),
    hhi: t('Índice HHI por distrito'),
    stage2AfterDays: t('Etapa 2: con más de estos días de atraso'),
    stage3FromDays: t('Etapa 3: desde estos días de atraso'),
    'defaultIn12Months.current': t('Probabilidad de incumplir en 12 meses, al día (%)'),
    'defaultIn12Months.early': t('Probabilidad de incumplir en 12 meses, atraso hasta el límite de la etapa 1 (%)'),
    'defaultIn12Months.late': t('Probabilidad de incumplir en 12 meses, atraso de la etapa 2 (%)'),
    'defaultIn12Months.refinanced': t('Probabilidad de incumplir en 12 meses, refinanciado (%)'),
    'lossGivenDefault.unsecured': t('Pérdida si incumple, sin garantía (%)'),
    'lossGivenDefault.organisation': t('Pérdida si incumple, con organización que retiene de la cosecha (%)'),
    historyLoans: t('Créditos de hace un año desde los que vale la historia propia'),
    youngFrom: t('Joven desde (años)'),
    youngTo: t('Joven hasta (años)'),
    farmersShownFrom: t('Productores desde los que se muestra un grupo'),
    days: t('Días'),
    organisations: t('Organizaciones'),
    hectares: t('Hectáreas'),
    farmers: t('Productores'),
    investmentUsd: t('Inversión facilitada (US$)'),
    daysBefore: t('Días antes del vencimiento'),
    daysAfter: t('Días después del vencimiento'),
    fromHour: t('Desde la hora'),
    toHour: t('Hasta la hora'),
  };
  const label = labels[key];
  if (label === undefined) throw new Error(`${name} has a figure without words: ${key}`);
  return label;
}

function windowLabel(group: string, part: string, t: Translate): string {
  const windows: Readonly<Record<string, string>> = {
    main1: t('Campaña grande, primera ventana'),
    main2: t('Campaña grande, segunda ventana'),
    minor: t('Campaña chica'),
  };
  const window = windows[group] ?? group;
  if (part === 'fromMonth') return t('{window}: del mes (1 a 12)', { window });
  if (part === 'toMonth') return t('{window}: al mes (1 a 12)', { window });
  return part === 'dueMonth'
    ? t('{window}: vence en el mes (1 a 12)', { window })
    : t('{window}: vence el día', { window });
}

function provisionLabel(group: string, part: string, t: Translate): string {
  if (group === 'generic') return t('Genérica, Normal, {type} (%)', { type: creditTypeName(part, t) });
  if (group === 'procyclical') return t('Procíclica, {type} (%)', { type: creditTypeName(part, t) });
  const category = categoryName(part, t);
  if (group === 'guaranteeLapsesAfterMonths')
    return t('Meses en {category} tras los que la garantía no cuenta', { category });
  if (group === 'table1') return t('{category} sin garantía preferida (%)', { category });
  if (group === 'table2') return t('{category} con garantía preferida (%)', { category });
  return t('{category} con garantía preferida de muy rápida realización (%)', { category });
}

function overdueLabel(group: string, type: string, t: Translate): string {
  return group === 'wholeBalance'
    ? t('{type}: todo el saldo (días)', { type: creditTypeName(type, t) })
    : t('{type}: las cuotas impagas (días)', { type: creditTypeName(type, t) });
}

export function creditTypeName(type: string, t: Translate): string {
  const names: Readonly<Record<string, string>> = {
    microempresa: t('Microempresa'),
    pequena_empresa: t('Pequeña empresa'),
    mediana_empresa: t('Mediana empresa'),
    gran_empresa: t('Gran empresa'),
    corporativo: t('Corporativo'),
    consumo_revolvente: t('Consumo revolvente'),
    consumo_no_revolvente: t('Consumo no revolvente'),
    hipotecario_vivienda: t('Hipotecario para vivienda'),
  };
  return names[type] ?? type;
}

function categoryName(category: string, t: Translate): string {
  return category === 'Perdida' ? t('Pérdida') : category;
}

function monthName(month: number, t: Translate): string {
  const names = [
    t('Enero'),
    t('Febrero'),
    t('Marzo'),
    t('Abril'),
    t('Mayo'),
    t('Junio'),
    t('Julio'),
    t('Agosto'),
    t('Setiembre'),
    t('Octubre'),
    t('Noviembre'),
    t('Diciembre'),
  ];
  return names[month - 1] ?? '';
}
