import {formatAddress, listenAddress, type MasterGroup} from '../topology/plan.ts'
import type {ConfLine} from './conf-line.ts'
import type {Mistake} from './mistake.ts'
import {addressesOf, type Place} from './place.ts'

/** What a conf must say so that redislab finds the server, and the instances each other. */
export function findMissing(lines: readonly ConfLine[], place: Place, file: string): readonly Mistake[] {
  const {instance, plan} = place
  const last = (name: string) => lines.findLast((line) => line.name === name)
  const missing = (problem: string, remedy: string): readonly Mistake[] => [
    {where: file, problem, remedy, file},
  ]
  const {host, port} = listenAddress(instance)
  return [
    ...(last(place.tls === undefined ? 'port' : 'tls-port')?.words[0] === String(port)
      ? []
      : missing(
          ...unfound(place.tls === undefined ? 'port {{port}}' : 'tls-port {{port}}', 'on another port'),
        )),
    ...(place.tls === undefined || last('port')?.words[0] === '0' ? [] : missing(...openBesideTls)),
    ...(last('bind')?.words.join(' ') === host
      ? []
      : missing(...unfound('bind {{host}}', 'on other addresses'))),
    // Sentinels of a twin monitor what those of its original do.
    ...(instance.kind === 'sentinel' && plan.isTwin === undefined ? unmonitored(lines, place, file) : []),
    // They would hand the password of the data instances out: nobody shall have it so without knowing.
    ...(instance.kind === 'sentinel' &&
    place.access.sentinelPassword !== undefined &&
    last('requirepass') === undefined
      ? missing('gives the sentinels no password', sentinelPasswordRemedy)
      : []),
    ...(instance.kind === 'redis' && plan.mode !== 'cluster' ? upstreamMistakes(lines, place, file) : []),
    ...(instance.kind === 'redis' ? modeMistakes(last('cluster-enabled'), place, file) : []),
  ]
}

const openBesideTls = [
  'does not say "port 0", so the server would also listen without TLS',
  'Put a line "port 0" into it, inside {{#tls}} … {{/tls}}.',
] as const

const sentinelPasswordRemedy =
  'Put three lines into it: {{#sentinelPassword}}, requirepass {{sentinelPassword}}, {{/sentinelPassword}}; or leave them without one: --sentinel-password none'

function unfound(line: string, where: string): [problem: string, remedy: string] {
  return [
    `does not say "${line}", so the server would listen ${where} than redislab looks for it`,
    `Put a line "${line}" into it.`,
  ]
}

const replicaSection = '{{#replicaOf}}, replicaof {{host}} {{port}}, {{/replicaOf}}'

function upstreamMistakes(
  lines: readonly ConfLine[],
  {plan, instance}: Place,
  file: string,
): readonly Mistake[] {
  const line = lines.findLast(({name}) => name === 'replicaof' || name === 'slaveof')
  const upstream = plan.instances.find(({name}) => name === instance.replicaOf)
  const words = (line?.words ?? []).flatMap((word) => word.split(/\s+/))
  const isMaster = words.length === 0 || words.join(' ').toLowerCase() === 'no one'
  if (upstream === undefined) return isMaster || line === undefined ? [] : [at(line, wrongUpstream)]
  if (isMaster) {
    return [
      {
        where: file,
        problem: 'has no {{#replicaOf}} section, so its replicas would be masters',
        remedy: `Put three lines into it: ${replicaSection}`,
        file,
      },
    ]
  }
  const [host = '', port = ''] = words
  // A port of the plan at another spelling of the host was judged already.
  const isRight = Number(port) === upstream.port && (host === upstream.host || !/^[\d.]+$/.test(host))
  return isRight || line === undefined ? [] : [at(line, wrongUpstream)]
}

const wrongUpstream = {
  problem: 'is not what the topology says: it differs from instance to instance',
  remedy: `Write three lines: ${replicaSection}`,
}

function modeMistakes(line: ConfLine | undefined, {plan}: Place, file: string): readonly Mistake[] {
  const isEnabled = line?.words[0]?.toLowerCase() === 'yes'
  if (isEnabled === (plan.mode === 'cluster')) return []
  if (isEnabled && line !== undefined) {
    return [
      at(line, {
        problem: 'is for the nodes of a cluster',
        remedy: 'Write it inside {{#cluster}} … {{/cluster}}, or add --cluster.',
      }),
    ]
  }
  return [
    {
      where: file,
      problem: 'does not say "cluster-enabled yes", which the nodes of a cluster need',
      remedy: 'Put three lines into it: {{#cluster}}, cluster-enabled yes, {{/cluster}}',
      file,
    },
  ]
}

function unmonitored(lines: readonly ConfLine[], place: Place, file: string): readonly Mistake[] {
  const monitors = lines.filter(({name}) => name === 'sentinel monitor')
  const groups = place.plan.masters
  const others = monitors.filter(({words: [name]}) => !groups.some((group) => group.name === name))
  const names = groups.map(({name}) => name).join(', ')
  return [
    ...others.map((line) =>
      at(line, {
        problem: `names a group that is none of this deployment, whose ${groups.length === 1 ? 'group is' : 'groups are'} ${names}`,
        remedy: `Name it on the command line: --master-name ${line.words[0] ?? 'NAME'}; or write: sentinel monitor {{name}} {{host}} {{port}} {{quorum}}, inside {{#masters}} … {{/masters}}`,
      }),
    ),
    ...groups
      .filter((group) => !monitors.some((line) => isMonitored(group, line, place)))
      .map((group) => ({
        where: file,
        problem: `does not monitor ${group.name}`,
        remedy:
          'Put three lines into it: {{#masters}}, sentinel monitor {{name}} {{host}} {{port}} {{quorum}}, {{/masters}}',
        file,
      })),
  ]
}

function isMonitored(group: MasterGroup, {words: [name, host = '', port]}: ConfLine, place: Place): boolean {
  const master = place.plan.instances.find((instance) => instance.name === group.instance)
  if (name !== group.name || master === undefined) return false
  return addressesOf(host, place).some(
    (address) => formatAddress({host: address, port: Number(port)}) === formatAddress(master),
  )
}

/** A mistake in a line. */
export function at(
  {where, file, line, quoted}: ConfLine,
  {problem, remedy}: {readonly problem: string; readonly remedy: string},
): Mistake {
  const place = {...(file === undefined ? {} : {file}), ...(line === undefined ? {} : {line})}
  return {where, problem: `${quoted ?? 'it'} ${problem}`, remedy, ...place}
}
