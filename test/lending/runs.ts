/** How many random cases a property is tried on: 2,000 in CI, more with `FC_RUNS=20000 npx jest`. */
export const RUNS = { numRuns: Number(process.env['FC_RUNS'] ?? 2000) };
