/** One line of a benchmark: how often a second, and against what. */
export interface Measured {
  readonly name: string;
  readonly perSecond: number;
  /** The same work done plainly with decimals, in the same run. */
  readonly naivePerSecond?: number;
  /** Results that agreed to the céntimo, of those that were compared. */
  readonly identical?: string;
}

/**
 * Runs the work over the samples again and again for so long, after a warm-up of a quarter of it. What is counted is
 * the processor time of this process, so that a busy machine measures the same as an idle one.
 */
export function perSecond<Sample>(
  samples: readonly Sample[],
  seconds: number,
  work: (sample: Sample) => unknown,
): number {
  runFor(samples, seconds / 4, work);
  return runFor(samples, seconds, work);
}

function runFor<Sample>(samples: readonly Sample[], seconds: number, work: (sample: Sample) => unknown): number {
  const start = process.cpuUsage();
  let done = 0;
  let spent = 0;
  while (spent < seconds) {
    for (let batch = 0; batch < 20; batch++) {
      const sample = samples[done % samples.length];
      if (sample !== undefined) work(sample);
      done += 1;
    }
    const { user, system } = process.cpuUsage(start);
    spent = (user + system) / 1e6;
  }
  return done / spent;
}

export function tableOf(rows: readonly Measured[]): string {
  const lines = [
    ['', 'a second', 'naive', 'times', 'identical'],
    ...rows.map(({ name, perSecond: rate, naivePerSecond, identical }) => [
      name,
      whole(rate),
      naivePerSecond === undefined ? '—' : naivePerSecond.toFixed(1),
      naivePerSecond === undefined ? '—' : whole(rate / naivePerSecond),
      identical ?? '—',
    ]),
  ];
  return lines
    .map((cells) => cells.map((cell, index) => (index === 0 ? cell.padEnd(34) : cell.padStart(11))).join(''))
    .join('\n');
}

function whole(rate: number): string {
  return Math.round(rate).toLocaleString('en');
}
