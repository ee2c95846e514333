import type {Access} from '../../core/config/access.ts'
import {formatHello, helloChannel} from '../../core/redis/sentinel-reply.ts'
import type {Plan, PlannedInstance} from '../../core/topology/plan.ts'
import {Connection} from '../redis/connection.ts'
import {endpointOf} from '../redis/endpoint.ts'

/** On a machine with too much to do a sentinel answers late, and is none the worse. */
const answerWithinMs = 5000

/**
 * Tells every sentinel of every other one, by the hello message that it would otherwise hear within 2 s on a channel
 * of the master. All sentinels must listen already: they connect to each other at once, and a refused connection is
 * tried again only after a ping period.
 */
export async function introduceSentinels(
  {instances, masters, settings}: Plan,
  access: Access,
): Promise<void> {
  // Sentinels that watch different masters under one name never hear of each other.
  const known = masters.filter((group) => {
    const {host, port} = addressOf(instances, group.instance)
    return settings.sentinelSet.every(
      ({name, value}) => name !== `sentinel monitor ${group.name}` || value.startsWith(`${host} ${port} `),
    )
  })
  const sentinels = instances.filter(({kind}) => kind === 'sentinel')
  await Promise.all(
    sentinels.map(async (receiver) => {
      const hellos = sentinels
        .filter((sender) => sender !== receiver)
        .flatMap((sender) =>
          known.map((group) => hello(sender, group.name, addressOf(instances, group.instance))),
        )
      if (hellos.length === 0) return
      using connection = await Connection.open(endpointOf(receiver, access), {timeoutMs: answerWithinMs})
      await Promise.all(hellos.map((message) => connection.call('PUBLISH', helloChannel, message)))
    }),
  )
}

function addressOf(instances: readonly PlannedInstance[], name: string): PlannedInstance {
  const instance = instances.find((candidate) => candidate.name === name)
  if (instance === undefined) throw new TypeError(`the plan has no instance ${name}`)
  return instance
}

function hello(
  {host, port, sentinelId = ''}: PlannedInstance,
  masterName: string,
  master: PlannedInstance,
): string {
  return formatHello({host, port, sentinelId}, {name: masterName, host: master.host, port: master.port})
}
