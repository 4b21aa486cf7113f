import { readConfig, type Config } from '../../src/config';

export const testConfig: Config = readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent' });
