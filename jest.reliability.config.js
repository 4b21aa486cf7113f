const config = require('./jest.config.js');

/**
 * What kills servers and databases, two files at a time, since each waits for other processes much of its time; one at a
 * time where LONG=1 asks for the long form, which measures.
 */
module.exports = {
  ...config,
  roots: ['<rootDir>/test/reliability'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 24 * 60 * 60_000,
  maxWorkers: process.env['LONG'] === '1' ? 1 : 2,
};
