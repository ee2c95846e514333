import {expect, test} from 'vitest'
import {isReplicaByNow} from './replica-by-now.ts'

test.each([
  'ERR Please use SETSLOT only with masters.',
  'UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)',
])('%s', (reply) => {
  expect(isReplicaByNow(reply)).toBe(true)
  // As Nodes says it.
  expect(isReplicaByNow(`n1 does not carry out CLUSTER: ${reply}`)).toBe(true)
})

test.each([
  "ERR I'm not the owner of hash slot 5",
  "ERR Can't assign hashslot 5 to a different node while I still hold keys for this hash slot.",
  'NOREPLICAS Not enough good replicas to write.',
])('%s is another thing', (reply) => {
  expect(isReplicaByNow(reply)).toBe(false)
})
