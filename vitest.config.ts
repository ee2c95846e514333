import {defineConfig} from 'vitest/config'
import {securityFlags, testsOfSecurity} from './test/support/security-under-test.ts'
import {testsOfServers, wantedServer} from './test/support/server-under-test.ts'

export default defineConfig({
  test: {
    include: chooseTests(),
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
})

function chooseTests(): string[] {
  if (securityFlags.length > 0) return testsOfSecurity
  return wantedServer === undefined ? ['src/**/*.test.ts', 'test/**/*.test.ts'] : testsOfServers
}
