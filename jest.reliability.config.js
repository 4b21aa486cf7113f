const config = require('./jest.config.js');

/** What kills servers and databases: one file after the other, because each takes the whole machine. */
module.exports = {
  ...config,
  roots: ['<rootDir>/test/reliability'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 24 * 60 * 60_000,
  maxWorkers: 1,
};
