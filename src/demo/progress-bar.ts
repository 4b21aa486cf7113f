import type { Progress } from './load-demo';

/** Where progress is shown: a terminal redraws one line, a log gets a few. */
export interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const BAR_WIDTH = 30;
const LOG_STEP_PERCENT = 20;

/** `Cargando datos de demostración [#########······] 60 %  2026-02-11`. */
export function progressBar(output: Output): Progress {
  let shown = -1;
  return (part, date) => {
    const percent = Math.floor(part * 100);
    const isNews = output.isTTY === true ? percent > shown : percent >= shown + LOG_STEP_PERCENT || shown < 0;
    if (!isNews) return;
    shown = output.isTTY === true ? percent : percent - (percent % LOG_STEP_PERCENT);
    const done = Math.round(part * BAR_WIDTH);
    const bar = `${'#'.repeat(done)}${'·'.repeat(BAR_WIDTH - done)}`;
    const text = `Cargando datos de demostración [${bar}] ${String(percent).padStart(3)} %  ${date}`;
    output.write(output.isTTY === true ? `\r${text}${percent === 100 ? '\n' : ''}` : `${text}\n`);
  };
}
