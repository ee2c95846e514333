import {defineConfig} from 'vitest/config'

// The fast tier, `npm run test:unit`: the tests next to their sources. They start no server and no command line of redislab,
// and they need no build; test/unit-tests.test.ts holds that.
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/architecture.test.ts'],
    globalSetup: ['test/support/unit-setup.ts'],
    testTimeout: 30_000,
    // A process for each file would take longer than the tests in it. `npm test` runs each file in its own.
    isolate: false,
    maxWorkers: 2,
  },
})
