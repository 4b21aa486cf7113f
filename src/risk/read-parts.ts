import type { Knex } from '../db/connect';
import { harvestParametersOn } from '../parameters/read-harvests';
import { concentrationCapsOn, type ConcentrationCaps } from '../parameters/read-risk';
import { dimensionNames } from '../portfolio/store';
import type { RiskBook } from './cuts';
import { groupsOf, spreadAmong, spreadOf, type Group, type Spread } from './group-store';
import { memberNames, untestedPrincipal } from './store';

const CONCENTRATION_CUTS = ['department', 'district', 'organisation', 'variety', 'next-due', 'borrower'] as const;
export type ConcentrationCut = (typeof CONCENTRATION_CUTS)[number];

/** Of the borrowers only the largest are shown: in all there are as many as farmers. */
const LARGEST_BORROWERS = 20;

export interface Concentration {
  readonly cut: ConcentrationCut;
  readonly groups: readonly Group[];
  readonly spread: Spread;
  readonly names: ReadonlyMap<string, string>;
  readonly caps: ConcentrationCaps;
}

export async function readConcentrations(db: Knex, book: RiskBook): Promise<Concentration[]> {
  const { department, organisation } = await dimensionNames(db, book.institutionId);
  const caps = await concentrationCapsOn(db, book.institutionId, book.asOf);
  const read: Concentration[] = [];
  for (const cut of CONCENTRATION_CUTS) {
    const groups = await groupsOf(db, book, cut, cut === 'borrower' ? LARGEST_BORROWERS : undefined);
    const members = groups.map(({ member }) => member);
    const names =
      cut === 'department'
        ? department
        : cut === 'organisation'
          ? organisation
          : await memberNames(db, book.institutionId, cut, members);
    const spread = cut === 'borrower' ? await spreadOf(db, book, cut) : spreadAmong(groups);
    read.push({ cut, groups, spread, names, caps });
  }
  return read;
}

export async function readExpectedIncome(db: Knex, book: RiskBook) {
  // The windows are the same for every department; only the months' shares differ.
  const harvest = await harvestParametersOn(db, book.institutionId, '22', book.asOf);
  const { amount } = await spreadOf(db, book, 'department');
  return {
    income: await groupsOf(db, book, 'income'),
    maturing: await groupsOf(db, book, 'maturing'),
    windows: harvest?.windows ?? [],
    gross: amount,
    untested: await untestedPrincipal(db, book),
  };
}
