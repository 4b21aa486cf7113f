/*
 * FC_SEED makes every property try the same cases on every run. .ci/run sets it, so that a change is judged by what it
 * changed and not by luck; without it each run tries new cases, which is how rare faults are found.
 */
const seed = process.env['FC_SEED'];
if (seed !== undefined) {
  const fc = require('fast-check') as typeof import('fast-check');
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });
}

export {};
