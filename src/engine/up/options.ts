import os from 'node:os'
import process from 'node:process'
import type {DeploymentOptions} from '../../core/config/deployment-options.ts'
import {checkInstances, listSettings, parseDirective, type Settings} from '../../core/config/directives.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import {isLoopback} from '../../core/topology/loopback.ts'
import {nameMasters, type Settings as PlanSettings} from '../../core/topology/plan.ts'
import {parseTopology, type Topology} from '../../core/topology/topology.ts'
import {canonicalAddress} from '../host/canonical-address.ts'
import {checkName} from '../state/deployment-name.ts'
import type {PlanRequest} from './reserve.ts'

/** Addresses that stand for all of a machine: a server may listen there, and nobody else can call it by them. */
const everyAddress: ReadonlySet<string> = new Set(['0.0.0.0', '::'])

/**
 * What Redis ships with (sentinel.c: default down-after 30 000 ms, failover-timeout 180 000 ms), and ours. Not 1000 ms: a
 * sentinel that has switched may reach the new master only a second later (docs/decisions/0007-down-after.md).
 */
const timings = {
  lab: {downAfterMs: 1500, failoverTimeoutMs: 5000},
  fast: {downAfterMs: 600, failoverTimeoutMs: 3000},
  redis: {downAfterMs: 30_000, failoverTimeoutMs: 180_000},
} as const

/** cluster-node-timeout: ours, and what Redis ships with (config.c: 15 000 ms). */
const nodeTimeouts = {lab: 2000, fast: 1000, redis: 15_000} as const

/**
 * Checks a topology and options, and fills in what was not said.
 *
 * @throws RedislabError TOPOLOGY_INVALID, OPTION_INVALID, DIRECTIVE_INVALID
 */
export function toPlanRequest(topology: string, options: DeploymentOptions): PlanRequest {
  checkName(options.name ?? 'default')
  const {name = 'default', port, sentinelPort, quorum, chain = false, cluster = false} = options
  const shape = parseTopology(topology, {chain, cluster})
  return {
    name,
    topology: shape,
    host: checkHost(options, shape),
    ...checkHosts(options),
    port,
    sentinelPort,
    quorum,
    ...checkMasterNames(options, shape),
    settings: toSettings(options, shape),
    ...(options.insecure ? {insecure: true} : {}),
    ...(checkLinks(options) ? {links: true} : {}),
    ...(options.tls ? {tls: true} : {}),
  }
}

/** Sentinel takes these characters in the name of a master (redis.io, SENTINEL MONITOR), and no others. */
const masterNamePattern = /^[A-Za-z0-9._-]{1,100}$/

function checkMasterNames(
  {masterName, masterNames}: DeploymentOptions,
  {masters, cluster}: Topology,
): {readonly masterNames?: readonly string[]} {
  const names = masterNames ?? (masterName === undefined ? undefined : nameMasters(masterName, masters))
  if (names === undefined) return {}
  const given = `--master-name ${(masterNames ?? [masterName]).join(',')}`
  const fail = (problem: string, suggestion: string): never => {
    throw new RedislabError('OPTION_INVALID', `${given}: ${problem}.`, {suggestions: [suggestion]})
  }
  if (cluster) fail('a cluster has shards and no master groups', 'Leave it out.')
  if (names.length !== masters)
    fail(
      `these are ${names.length} names for ${masters} master${masters === 1 ? '' : 's'}`,
      `Give one name, from which others are made (${nameMasters('orders', masters).join(', ')}), or ${masters}.`,
    )
  if (names.some((name) => !masterNamePattern.test(name)))
    fail('a name is letters, digits, dots, dashes and underscores', 'Such as --master-name orders')
  if (new Set(names).size < names.length) fail('two masters would have the same name', 'Name each otherwise.')
  return {masterNames: names}
}

function checkLinks({links = false, host = '127.0.0.1', hosts}: DeploymentOptions): boolean {
  // Other hosts have addresses of their own, by which the relay tells them apart.
  if (!links || hosts !== undefined) return links
  if (process.platform !== 'linux') {
    const aliases = [2, 3, 4].map((last) => `sudo ifconfig lo0 alias 127.64.0.${last} up`)
    throw new RedislabError(
      'NOT_SUPPORTED',
      '--links needs a loopback address for each instance, and only Linux has all of 127.* from the start.',
      {
        suggestions: [
          `On macOS each address is added by hand (${aliases.join('; ')}; …), which this version does not do for you.`,
          'redislab pause TARGET freezes an instance, which others see much like a cut.',
        ],
      },
    )
  }
  if (!/^(127\.|localhost$)/.test(host)) {
    throw new RedislabError('OPTION_INVALID', `--links works on loopback only, and --host is ${host}.`, {
      suggestions: ['Leave --host out: links are told apart by loopback addresses.'],
    })
  }
  return true
}

/** The names of docker's contexts: anything else could be taken for an option, or for a path. */
const hostPattern = /^([A-Za-z0-9][\w.-]*)(?:=(.+))?$/

function checkHosts({
  hosts,
  host = '127.0.0.1',
  links = false,
}: DeploymentOptions): Pick<PlanRequest, 'wantedHosts'> {
  if (hosts === undefined) return {}
  const fail = (problem: string, suggestion: string): never => {
    throw new RedislabError('OPTION_INVALID', `--hosts ${hosts.join(',')}: ${problem}.`, {
      suggestions: [suggestion],
    })
  }
  // With links it is where they reach the relay.
  if (readHost(host) !== '127.0.0.1' && !links)
    fail('each host has an address of its own', 'Leave --host out; or name it: --hosts b=10.0.0.2')
  const wantedHosts = hosts.map((text) => {
    const [, name = '', address] = hostPattern.exec(text) ?? []
    if (name === '') fail(`"${text}" is not the name of a context of docker`, 'See them: docker context ls')
    if (address === undefined) return {name, address}
    return {
      name,
      address:
        canonicalAddress(address) ?? fail(`"${address}" is not an IP address`, `Such as ${name}=10.0.0.2`),
    }
  })
  if (new Set(wantedHosts.map(({name}) => name)).size < hosts.length)
    fail('a host is named twice', 'Name each once.')
  return {wantedHosts}
}

function toSettings(options: DeploymentOptions, topology: Topology): PlanSettings {
  const {timing = 'lab', persist = 'none', parallelSyncs = 1} = options
  const read = (settings: Settings | undefined, option: '--set' | '--sentinel-set') => {
    const directives = listSettings(settings).map((text) => parseDirective(text, option))
    checkInstances(directives, topology, option)
    return directives
  }
  return {
    timing,
    downAfterMs:
      options.downAfterMs ?? (options.cluster ? nodeTimeouts[timing] : timings[timing].downAfterMs),
    failoverTimeoutMs: options.failoverTimeoutMs ?? timings[timing].failoverTimeoutMs,
    parallelSyncs,
    persist,
    set: read(options.set, '--set'),
    sentinelSet: read(options.sentinelSet, '--sentinel-set'),
  }
}

/** @returns undefined for what is no IP address */
function readHost(host: string): string | undefined {
  return host.toLowerCase() === 'localhost' ? '127.0.0.1' : canonicalAddress(host)
}

function checkHost(
  {
    host = '127.0.0.1',
    hosts,
    password,
    acl,
    sentinelPassword = password,
    insecure = false,
  }: DeploymentOptions,
  {sentinels, cluster}: Topology,
): string {
  const address = readHost(host)
  if (address === undefined) {
    throw new RedislabError('OPTION_INVALID', `--host ${host}: this is not an IP address.`, {
      suggestions: [
        'Sentinel gives addresses to clients as they stand in its conf: use an IP address: 127.0.0.1.',
      ],
    })
  }
  const isOpen = hosts !== undefined || !isLoopback(address)
  const option = hosts === undefined ? `--host ${host}` : `--hosts ${hosts.join(',')}`
  if (password === undefined && acl === undefined && !insecure && isOpen) {
    throw new RedislabError('OPTION_INVALID', `${option} would be open to the network, without a password.`, {
      suggestions: [
        'Add --password (a made-up one: --password auto), or stay on 127.0.0.1.',
        'In a network where nobody is a stranger: --insecure',
      ],
    })
  }
  if (sentinels > 0 && sentinelPassword === 'none' && !insecure && isOpen) {
    throw new RedislabError(
      'OPTION_INVALID',
      `${option} would be open to the network, with sentinels that ask for no password.`,
      {suggestions: ['Leave --sentinel-password out: then it is that of --password.']},
    )
  }
  if ((sentinels > 0 || cluster) && everyAddress.has(address)) {
    const who = cluster ? 'the nodes of a cluster' : 'sentinels'
    throw new RedislabError(
      'OPTION_INVALID',
      `--host ${host} is no address to be reached at, and ${who} hand their addresses out to clients.`,
      {suggestions: [`Name one of this machine: --host ${ownAddress() ?? '192.168.1.10'}`]},
    )
  }
  return address
}

/** An address by which other machines reach this one. */
function ownAddress(): string | undefined {
  const all = Object.values(os.networkInterfaces()).flatMap((addresses) => addresses ?? [])
  return all.find(({internal, family}) => !internal && family === 'IPv4')?.address
}
