// What is held here: a watched fault of many instances says what happened, and nothing of Node about listeners.
import {expect, test} from '../support/test.ts'

test('twelve nodes, each of which is asked all the time', {timeout: 120_000}, async ({
  redislab,
  clusterPort,
}) => {
  await redislab(`up 6m6r --cluster --port ${clusterPort}`)
  const {stderr, exitCode} = await redislab('kill n1 --watch --json')
  expect(stderr).not.toContain('MaxListenersExceededWarning')
  expect(exitCode).toBe(0)
})
