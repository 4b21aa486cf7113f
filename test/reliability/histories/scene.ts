import type { Knex } from '../../../src/db/connect';
import type { Act } from './acts';
import { lenderOf, type LenderModel, type Model } from './notebook';
import type { Asked, Outcome, UseCaseName } from './use-cases';

/** Where and when a step happens, and what was asked before. */
export interface Scene {
  readonly db: Knex;
  readonly model: Model;
  readonly lender: string;
  readonly day: string;
  readonly told: readonly Asked[];
  nextCommandId(): string;
}

/** Asks the program for one thing after the other; each answer is handed back before the next. */
export type Performance = AsyncGenerator<Asked, void, Outcome>;

export type Perform = (scene: Scene, act: Act) => Performance;

export function command(
  scene: Scene,
  who: string,
  useCase: UseCaseName,
  input: Readonly<Record<string, unknown>>,
): Asked {
  const { lender, day } = scene;
  return { lender, who, day, useCase, input: { commandId: scene.nextCommandId(), ...input } };
}

export function lenderIn({ model, lender }: Scene): LenderModel {
  return lenderOf(model, lender);
}

export function numbered<T>(list: readonly T[], which: number, otherwise?: T): T {
  const one = list[which % Math.max(1, list.length)] ?? otherwise;
  if (one === undefined) throw new Error('there is nothing to choose from');
  return one;
}

export function share(amount: number, percent: number): number {
  return Math.floor((amount * percent) / 100);
}

export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}
