import { setTimeout as wait } from 'node:timers/promises';

export interface Latencies {
  readonly requests: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/**
 * Asks at a steady rate whether or not the answers come, as people do, and counts from the moment when the request was
 * due: a server that stalls is charged for everybody who would have waited. Milliseconds.
 */
export async function openModel(
  perSecond: number,
  seconds: number,
  ask: (n: number) => Promise<unknown>,
): Promise<Latencies> {
  const milliseconds: number[] = [];
  const start = performance.now();
  const asked: Promise<void>[] = [];
  for (let n = 0; n < perSecond * seconds; n++) {
    const due = start + (n * 1_000) / perSecond;
    const early = due - performance.now();
    if (early > 0) await wait(early);
    asked.push(
      ask(n).then(() => {
        milliseconds.push(performance.now() - due);
      }),
    );
  }
  await Promise.all(asked);
  return latenciesOf(milliseconds);
}

/** So many clients, each asking again as soon as it is answered. */
export async function closedModel(
  clients: number,
  seconds: number,
  ask: (n: number) => Promise<unknown>,
): Promise<{ readonly done: number; readonly perSecond: number }> {
  const start = performance.now();
  const end = start + seconds * 1_000;
  let done = 0;
  const client = async (): Promise<void> => {
    while (performance.now() < end) await ask(done++);
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { done, perSecond: (done * 1_000) / (performance.now() - start) };
}

function latenciesOf(milliseconds: readonly number[]): Latencies {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round((sorted[Math.ceil(sorted.length * share) - 1] ?? 0) * 10) / 10;
  return { requests: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) };
}
