import type {Ledger} from '../core/certify/ledger.ts'
import type {Deployment} from '../engine/deployment/deployment.ts'
import {Connection} from '../engine/redis/connection.ts'
import {endpointOf} from '../engine/redis/endpoint.ts'

/** So many keys are asked for at the same time: of one that is not answered each second is waited for once, and not once a key. */
const atATime = 64
const withinMs = 1000

/** What of a client's counters and sets is gone, as the given masters say; of a key that none of them has nothing is said. */
export async function countLost(
  ledger: Pick<Ledger, 'questions' | 'lostOf'>,
  deployment: Deployment,
  masters: readonly string[],
): Promise<number> {
  const connections = new Map<string, Promise<Connection>>()
  // One after the other.
  const questions = ledger.questions.values()
  const work = async (): Promise<number> => {
    let lost = 0
    for (const {key, command} of questions) lost += await lostOf(key, command)
    return lost
  }
  try {
    const parts = await Promise.all(Array.from({length: atATime}, work))
    return parts.reduce((sum, part) => sum + part, 0)
  } finally {
    for (const opening of connections.values()) closeOnceOpen(opening)
  }

  async function lostOf(key: string, command: string): Promise<number> {
    for (const node of masters) {
      try {
        const connection = await connect(node)
        return ledger.lostOf(key, await connection.call(command, key))
      } catch {
        // Another node of the cluster has it, or this one is away: the next is asked.
      }
    }
    // Nobody has it, so nobody can say what is left of it.
    return 0
  }

  /** One connection to each. */
  function connect(node: string): Promise<Connection> {
    const known = connections.get(node)
    if (known !== undefined) return known
    const {record} = deployment
    const instance = record.plan.instances.find(({name}) => name === node)
    if (instance === undefined) throw new TypeError(`${node} is not in the plan`)
    // The next key tries again.
    const forget = () => connections.delete(node)
    const opening = Connection.open(endpointOf(instance, record), {timeoutMs: withinMs, onClose: forget})
    connections.set(node, opening)
    opening.catch(forget)
    return opening
  }
}

function closeOnceOpen(opening: Promise<Connection>): void {
  opening.then(
    (connection) => connection[Symbol.dispose](),
    () => undefined,
  )
}
