import { horizontalBars } from '../web/charts';
import { count, date, money, percent, ratio, wholeMoney } from '../web/format';
import type { Translate } from '../web/locale';
import type { DefaultBucket } from '../parameters/read-risk';
import type { RiskBook } from './cuts';
import { loansBehind } from './links';
import { cell, type Cell, type Part } from './part';
import type { ExpectedLosses, LossPart } from './read-losses';

export function lossParts(book: RiskBook, losses: ExpectedLosses, t: Translate): Part[] {
  if (losses.parts.length === 0) return [];
  const { names, provisions } = losses;
  const nameIn = (members: ReadonlyMap<string, string>) => (key: string) => members.get(key) ?? key;
  const provisionOf = (dimension: string) => (key: string) => provisions?.of(dimension, key);
  return [
    stagePart(book, losses, t),
    dividedPart(
      book,
      losses,
      t('Por producto'),
      (part) => String(part.productId),
      nameIn(names.product),
      provisionOf('product'),
      t,
    ),
    dividedPart(
      book,
      losses,
      t('Por línea de crédito'),
      (part) => String(part.lineId),
      nameIn(names.line),
      provisionOf('line'),
      t,
    ),
    probabilityPart(losses, t),
  ];
}

function stagePart(book: RiskBook, { parts, provisions, rules }: ExpectedLosses, t: Translate): Part {
  const names = [t('Etapa 1'), t('Etapa 2'), t('Etapa 3')];
  const rows = ([1, 2, 3] as const).map((stage) => ({
    name: names[stage - 1] ?? '',
    stage,
    sum: sumOf(parts.filter((part) => part.stage === stage)),
  }));
  const whole = sumOf(parts);
  const held = provisions?.of('all', '');
  return {
    title: t('Por etapa'),
    chart: horizontalBars({
      id: 'stages',
      title: t('Pérdida esperada por etapa'),
      rows: rows.map(({ name, sum }) => ({
        label: name,
        value: sum.loss,
        text: `${wholeMoney(sum.loss, book.currency)} · ${ratio(sum.loss, sum.exposure)}`,
      })),
    }),
    summary:
      held === undefined || !provisions
        ? t(
            'Se espera perder {loss}, {share} del saldo. Todavía no hay un día cerrado con provisiones para comparar.',
            {
              loss: money(whole.loss, book.currency),
              share: ratio(whole.loss, whole.exposure),
            },
          )
        : t(
            'Se espera perder {loss}, {share} del saldo. Las provisiones SBS del {day} son {held}: {difference} de diferencia.',
            {
              loss: money(whole.loss, book.currency),
              share: ratio(whole.loss, whole.exposure),
              day: date(provisions.day),
              held: money(held, book.currency),
              difference: money(whole.loss - held, book.currency),
            },
          ),
    columns: [t('Créditos'), t('Saldo expuesto'), t('Parte'), t('Pérdida esperada'), t('Cobertura')],
    rows: rows.map(({ name, stage, sum }) => ({
      name,
      cells: [
        cell(count(sum.loans), loansBehind(book, 'stage', String(stage))),
        cell(money(sum.exposure, book.currency)),
        cell(ratio(sum.exposure, whole.exposure)),
        cell(money(sum.loss, book.currency)),
        cell(ratio(sum.loss, sum.exposure)),
      ],
    })),
    note: t(
      'Etapa 1: pérdida de 12 meses. Etapa 2, de toda la vida: más de {late} días de atraso, o refinanciado. Etapa 3: desde {defaulted} días, o refinanciado que vuelve a pasar de {late}.',
      { late: rules.stages.stage2AfterDays, defaulted: rules.stages.stage3FromDays },
    ),
  };
}

function dividedPart(
  book: RiskBook,
  { parts }: ExpectedLosses,
  title: string,
  keyOf: (part: LossPart) => string,
  nameOf: (key: string) => string,
  provisionOf: (key: string) => number | undefined,
  t: Translate,
): Part {
  const sums = [...new Set(parts.map(keyOf))]
    .map((key) => ({ key, sum: sumOf(parts.filter((part) => keyOf(part) === key)) }))
    .toSorted((one, other) => other.sum.loss - one.sum.loss);
  const [worst] = sums;
  return {
    title,
    chart: null,
    summary: worst
      ? t('Donde más se espera perder: {name}, {loss}.', {
          name: nameOf(worst.key),
          loss: money(worst.sum.loss, book.currency),
        })
      : '',
    columns: [t('Saldo expuesto'), t('Pérdida esperada'), t('Cobertura'), t('Provisión SBS'), t('Diferencia')],
    rows: sums.map(({ key, sum }) => ({
      name: nameOf(key),
      cells: [
        cell(money(sum.exposure, book.currency)),
        cell(money(sum.loss, book.currency)),
        cell(ratio(sum.loss, sum.exposure)),
        ...againstProvision(sum.loss, provisionOf(key), book.currency),
      ],
    })),
    note: '',
  };
}

function againstProvision(loss: number, held: number | undefined, currency: string): Cell[] {
  if (held === undefined) return [cell('—'), cell('—')];
  return [cell(money(held, currency)), cell(money(loss - held, currency))];
}

function probabilityPart({ probabilities, rules }: ExpectedLosses, t: Translate): Part {
  const own = probabilities.filter((one) => one.own).length;
  return {
    title: t('De dónde sale la probabilidad de incumplir'),
    chart: null,
    summary: t('{own} de {all} probabilidades salen de la historia propia; las otras, del parámetro vigente.', {
      own,
      all: probabilities.length,
    }),
    columns: [t('Créditos hace un año'), t('Incumplieron'), t('Historia propia'), t('Parámetro'), t('Se usa')],
    rows: probabilities.map((one) => ({
      name: bucketName(one.bucket, t),
      cells: [
        cell(count(one.loans)),
        cell(count(one.defaulted)),
        cell(ratio(one.defaulted, one.loans)),
        cell(percent(one.parameter * 100)),
        cell(
          one.own
            ? t('Historia: {share}', { share: percent(one.used * 100) })
            : t('Parámetro: {share}', { share: percent(one.used * 100) }),
        ),
      ],
    })),
    note: t(
      'Con al menos {least} créditos en el tramo hace un año vale la historia propia: cuántos de ellos llegaron a {days} días de atraso o se castigaron, según los cronogramas de hoy. La probabilidad es la misma cada mes. Pérdida si incumple: {unsecured} sin garantía, {organisation} con una organización que retiene de la cosecha. Se descuenta a la TEA del crédito. Fuente del parámetro: {source}.',
      {
        least: count(rules.historyLoans),
        days: rules.stages.stage3FromDays,
        unsecured: percent(rules.lossGivenDefault.unsecured * 100),
        organisation: percent(rules.lossGivenDefault.organisation * 100),
        source: rules.parameter.source,
      },
    ),
  };
}

function bucketName(bucket: DefaultBucket, t: Translate): string {
  const names: Record<DefaultBucket, string> = {
    current: t('Al día'),
    early: t('Atraso de etapa 1'),
    late: t('Atraso de etapa 2'),
    refinanced: t('Refinanciado'),
  };
  return names[bucket];
}

function sumOf(parts: readonly LossPart[]) {
  return parts.reduce(
    (sum, part) => ({
      loans: sum.loans + part.loans,
      exposure: sum.exposure + part.exposure,
      loss: sum.loss + part.loss,
    }),
    { loans: 0, exposure: 0, loss: 0 },
  );
}
