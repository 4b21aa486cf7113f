/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  // d3 ships ES modules: Node can require() them, jest cannot, so it is given their "umd" builds.
  testEnvironmentOptions: { customExportConditions: ['umd', 'node', 'node-addons'] },
  roots: ['<rootDir>/test'],
  setupFiles: ['<rootDir>/test/support/seed.ts'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/test/browser/', '/test/reliability/'],
  // A net for what hangs, wide enough for a slow machine; nothing is asserted on time.
  testTimeout: 180_000,
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
};
