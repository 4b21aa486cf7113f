import { readFileSync } from 'node:fs';

/** Commands that answer what they read; each is loaded only when it is called, so that a command starts fast. */
const COMMANDS: Record<string, () => { output: string; exitCode: number }> = {
  schedule: () => {
    const { scheduleCommand }: typeof import('./contract/schedule-command') = require('./contract/schedule-command');
    return scheduleCommand(readFileSync(0, 'utf8'));
  },
};

const command = COMMANDS[process.argv[2] ?? ''];
const { output, exitCode } = command?.() ?? { output: `mazorca ${Object.keys(COMMANDS).join(' | ')}\n`, exitCode: 2 };
process.stdout.write(output);
process.exitCode = exitCode;
