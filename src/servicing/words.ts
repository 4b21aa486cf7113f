import type { Translate } from '../web/locale';

export function partOptions(t: Translate) {
  return [
    { value: 'late-interest', label: t('Interés moratorio') },
    { value: 'penalty', label: t('Penalidades') },
    { value: 'fee', label: t('Comisiones') },
    { value: 'interest', label: t('Interés y seguro') },
    { value: 'principal', label: t('Capital') },
  ];
}

export function causeOptions(t: Translate) {
  return [
    { value: 'difficulty', label: t('El productor no puede pagar como se pactó') },
    { value: 'emergency', label: t('Emergencia declarada en su zona') },
    { value: 'request', label: t('Lo pide y puede pagar') },
    { value: 'insolvency', label: t('Proceso concursal aprobado') },
  ];
}

export function planOptions(t: Translate) {
  return [
    { value: 'weighted', label: t('Por fechas de cosecha') },
    { value: 'level', label: t('Cuotas iguales') },
    { value: 'equal-principal', label: t('Capital igual en cada cuota') },
    { value: 'bullet', label: t('Un solo pago al final') },
  ];
}

export function unpaidInterestOptions(t: Translate) {
  return [
    { value: 'carry', label: t('Espera a las primeras cuotas, sin generar interés') },
    { value: 'capitalise', label: t('Se suma al capital') },
  ];
}
