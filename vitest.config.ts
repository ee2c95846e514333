import {defineConfig} from 'vitest/config'
import {testsOfServers, wantedServer} from './test/support/server-under-test.ts'

export default defineConfig({
  test: {
    include: wantedServer === undefined ? ['src/**/*.test.ts', 'test/**/*.test.ts'] : testsOfServers,
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
})
