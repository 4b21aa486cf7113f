const config = require('./jest.config.js');

/** The journey in a real browser: CHROMIUM_PATH names it, Debian's `chromium` where it is left out. */
module.exports = { ...config, roots: ['<rootDir>/test/browser'], testPathIgnorePatterns: ['/node_modules/'], testTimeout: 180_000 };
