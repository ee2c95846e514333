import {RedislabError} from '../../core/errors/errors.ts'
import type {PlannedHost} from '../../core/topology/spread.ts'
import type {ServerInfo} from '../../core/words.ts'
import {canonicalAddress} from '../host/canonical-address.ts'
import {askEngine} from '../host/container-engine.ts'
import {requireImage} from '../servers/images.ts'
import {settleAll} from '../time/settle.ts'
import type {PlanRequest} from './reserve.ts'

/**
 * Hosts with their addresses, each of which has the image of the server or has fetched it.
 *
 * @throws RedislabError OPTION_INVALID, CONTAINERS_UNAVAILABLE, SERVER_NOT_FOUND
 */
export async function findHosts(
  wanted: NonNullable<PlanRequest['wantedHosts']>,
  {image}: ServerInfo,
  {signal}: {readonly signal?: AbortSignal | undefined} = {},
): Promise<readonly PlannedHost[]> {
  if (image === undefined) {
    throw new RedislabError(
      'OPTION_INVALID',
      '--hosts needs a server in an image: a file of this machine is not there.',
      {
        suggestions: ['Such as --server image:redis:8.2, or image:valkey/valkey:9.1'],
      },
    )
  }
  const hosts = await settleAll(
    wanted.map(async ({name, address}) => {
      await requireImage({engine: 'docker', context: name}, image.name, {signal})
      return {name, address: address ?? (await addressInSwarm(name, signal))}
    }),
  )
  const twice = hosts.find(
    ({address}, index) => hosts.findIndex((other) => other.address === address) < index,
  )
  if (twice === undefined) return hosts
  throw new RedislabError('OPTION_INVALID', `--hosts: two of them have the address ${twice.address}.`, {
    suggestions: ['They are the same host: name it once. Or say where each is reached: --hosts b=10.0.0.2'],
  })
}

/** The address that a node of a Swarm told the others, or that they know it by. */
async function addressInSwarm(context: string, signal: AbortSignal | undefined): Promise<string> {
  const {stdout} = await askEngine({engine: 'docker', context}, ['info', '--format', '{{.Swarm.NodeAddr}}'], {
    signal,
  })
  const address = stdout.trim()
  if (address !== '') return canonicalAddress(address) ?? address
  throw new RedislabError('OPTION_INVALID', `The host ${context} is in no Swarm that knows its address.`, {
    suggestions: [`Say by which address the others reach it: --hosts ${context}=10.0.0.2`],
    details: {host: context},
  })
}
