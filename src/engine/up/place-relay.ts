import {createSocket} from 'node:dgram'
import {once} from 'node:events'
import {isIPv6} from 'node:net'
import os from 'node:os'
import {RedislabError} from '../../core/errors/errors.ts'
import type {PlannedHost} from '../../core/topology/spread.ts'
import {canonicalAddress} from '../host/canonical-address.ts'
import type {PlanRequest} from './reserve.ts'

/** Nothing is sent there: the port only completes an address. */
const discardPort = 9

/**
 * Where the relay of a deployment with links on other hosts listens: the address of this machine from which it reaches them,
 * or the one that was asked for.
 *
 * @throws RedislabError OPTION_INVALID when it is not one address, or belongs to one of the hosts
 */
export async function placeRelay({
  links,
  hosts,
  host,
}: Pick<PlanRequest, 'links' | 'hosts' | 'host'>): Promise<Pick<PlanRequest, 'relayAddress'>> {
  if (!links || hosts === undefined) return {}
  const own = host === '127.0.0.1' ? await findOwnAddress(hosts) : requireOwnAddress(host)
  const same = hosts.find(({address}) => canonicalAddress(address) === own)
  if (same !== undefined) {
    throw new RedislabError(
      'OPTION_INVALID',
      `--links with --hosts: ${same.name} has the address ${own}, where the relay of the links would be.`,
      {
        suggestions: [
          'Name only other machines, or an address of this one that no host has: --host 10.0.0.9',
        ],
        details: {host: same.name, address: own},
      },
    )
  }
  return {relayAddress: own}
}

function requireOwnAddress(host: string): string {
  const own = Object.values(os.networkInterfaces()).flatMap((addresses) => addresses ?? [])
  const wanted = canonicalAddress(host)
  const found = own.find(({address}) => canonicalAddress(address) === wanted)
  if (found !== undefined) return found.address
  throw new RedislabError(
    'OPTION_INVALID',
    `--host ${host}: this machine has no such address, where the hosts would reach the relay of the links.`,
    {suggestions: ['Leave --host out: then it is the one from which this machine reaches the hosts.']},
  )
}

async function findOwnAddress(hosts: readonly PlannedHost[]): Promise<string> {
  const found = [...new Set(await Promise.all(hosts.map(({address}) => addressTowards(address))))]
  const [own = '', ...others] = found
  if (others.length === 0) return own
  throw new RedislabError(
    'OPTION_INVALID',
    `--links with --hosts: this machine reaches them from several addresses: ${found.join(', ')}.`,
    {suggestions: [`Say at which one all of them reach it: --host ${own}`], details: {addresses: found}},
  )
}

/** The address that the routes of this machine give to what it sends there. */
async function addressTowards(address: string): Promise<string> {
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4')
  try {
    socket.connect(discardPort, address)
    await once(socket, 'connect')
    const own = socket.address().address
    return canonicalAddress(own) ?? own
  } catch (error) {
    throw new RedislabError('OPTION_INVALID', `--hosts: nothing leads from here to ${address}.`, {
      suggestions: ['Say by which address the host is reached from here, too: --hosts b=10.0.0.2'],
      details: {address},
      cause: error,
    })
  } finally {
    socket.close()
  }
}
