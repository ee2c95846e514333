import {isIp} from '../topology/loopback.ts'
import {busPortOffset} from '../topology/plan.ts'
import {passwordOf} from './access.ts'
import {filesOf, type TlsFiles} from './files.ts'
import {isInside, resolvePath} from './paths.ts'
import {addressesOf, findAt, hostsOf, type Place, type Refusal, type Rule} from './place.ts'

/**
 * What each directive may point to: files in the folder of the instance, and addresses of the plan. It is an allow-list,
 * so that a conf of a server that matters elsewhere can be taken as a template and does no harm to that one. The
 * directives are those of config.c and sentinel.c, Redis 6.2 to 8.6 and Valkey 7.2 to 9.1.
 */
export const rules: Readonly<Record<string, Rule>> = {
  dir: ({words: [folder = '']}, {directory}) =>
    resolvePath(directory, folder) === resolvePath(directory, '.')
      ? undefined
      : {problem: 'names another folder than that of the instance', remedy: 'Write: dir {{dir}}'},
  logfile: ({words: [file = '']}, {directory, instance}) =>
    file === '' || resolvePath(directory, file) === resolvePath(directory, filesOf(instance).log)
      ? undefined
      : {problem: 'names another log than redislab reads', remedy: 'Write: logfile {{logfile}}'},
  pidfile: writtenFile('Write: pidfile {{pidfile}}'),
  unixsocket: writtenFile('Name it without a folder, or for each instance: unixsocket=/tmp/{{name}}.sock'),
  aclfile: writtenFile('Its lines mean the same in the template itself: user …'),
  dbfilename: ownFile,
  appendfilename: ownFile,
  appenddirname: ownFile,
  'req-res-logfile': ownFile,
  'cluster-config-file': ownFile,
  include: () => ({
    problem: 'takes in a file that redislab has not seen',
    remedy: 'Put the lines of that file into the template.',
  }),
  'sentinel notification-script': script,
  'sentinel client-reconfig-script': script,

  daemonize: onlyNo(
    'would take its process away from redislab',
    'Leave it out: redislab starts the servers.',
  ),
  supervised: onlyNo('is for servers that systemd starts', 'Leave it out: redislab starts the servers.'),
  'syslog-enabled': onlyNo(
    'would write into the system log of this machine',
    'Leave it out: redislab logs shows the log.',
  ),

  replicaof,
  slaveof: replicaof,
  'sentinel monitor': ({words: [, host = '', port = '']}, place) => dataInstance(host, port, place),
  'sentinel known-replica': ({words: [, host = '', port = '']}, place) => dataInstance(host, port, place),
  'sentinel known-slave': ({words: [, host = '', port = '']}, place) => dataInstance(host, port, place),
  'sentinel known-sentinel': ({words: [, host = '', port = '']}, place) =>
    findAt(host, port, place)?.kind === 'sentinel'
      ? undefined
      : foreign(`${host}:${port}`, 'is no sentinel', 'Leave it out: redislab introduces the sentinels.'),
  'sentinel myid': ({words: [id]}, {instance}) =>
    id === instance.sentinelId
      ? undefined
      : {
          problem: 'is not the id of this sentinel',
          remedy: 'Write: sentinel myid {{sentinelId}}, or leave it out.',
        },
  'sentinel announce-ip': ownHost,
  'sentinel announce-port': ownPort,
  'replica-announce-ip': ownHost,
  'replica-announce-port': ownPort,
  'slave-announce-ip': ownHost,
  'slave-announce-port': ownPort,
  'cluster-announce-ip': ownHost,
  'cluster-announce-hostname': ownHost,
  'cluster-announce-client-ipv4': ownHost,
  'cluster-announce-client-ipv6': ownHost,
  'cluster-announce-port': ownPort,
  'cluster-announce-client-port': ownPort,
  'cluster-announce-tls-port': ownPort,
  'cluster-announce-client-tls-port': ownPort,
  'cluster-announce-bus-port': busPort,
  'cluster-port': busPort,
  'bind-source-addr': ownHost,
  'rdma-bind': ownHost,

  'tls-ca-cert-file': tlsFile('ca', 'caFile'),
  'tls-cert-file': tlsFile('certificate', 'certificateFile'),
  'tls-key-file': tlsFile('key', 'keyFile'),

  requirepass: ({words: [password = '']}, {instance, access}) => {
    const word = instance.kind === 'sentinel' ? 'sentinelPassword' : 'password'
    return password === (passwordOf(instance, access) ?? '')
      ? undefined
      : {
          problem: 'is not the password that redislab knows',
          remedy: `Write: requirepass {{${word}}}, inside {{#${word}}} … {{/${word}}}, and add --password.`,
        }
  },
}

/** Whether a directive tells others the host at which an instance is, or has it speak from there. */
export function announcesHost(name: string): boolean {
  return Object.hasOwn(rules, name) && rules[name] === ownHost
}

/** The same for a setting of an instance that runs: there its address cannot change, and its password may. */
export const judgeSetting: Rule = (line, place) => {
  if (line.name === 'requirepass') return undefined
  if (line.name === 'bind') return ownHost(line, place)
  return line.name === 'port' ? ownPort(line, place) : judgeLine(line, place)
}

/** Texts, secrets and files that are only read: what they hold is no place to go to. */
const free: ReadonlySet<string> = new Set([
  'port', // judged with the lines that must be there
  'bind',
  'user',
  'masterauth',
  'masteruser',
  'primaryauth',
  'primaryuser',
  'sentinel auth-pass',
  'sentinel auth-user',
  'sentinel sentinel-pass',
  'sentinel sentinel-user',
  'sentinel rename-command',
  'rename-command',
  'proc-title-template',
  'syslog-ident',
  'availability-zone',
  'cluster-announce-human-nodename',
  'locale-collate',
  'loadmodule',
  'search-ext-load',
  'search-friso-ini',
  'tls-ca-cert-dir',
  'tls-client-cert-file',
  'tls-client-key-file',
  'tls-client-key-file-pass',
  'tls-dh-params-file',
  'tls-key-file-pass',
])

/** Why a line may not stand in the conf of an instance: it points to something outside of the deployment. */
export const judgeLine: Rule = (line, place) => {
  if (free.has(line.name)) return undefined
  const rule = Object.hasOwn(rules, line.name) ? rules[line.name] : undefined
  return (rule ?? nothingOutside)(line, place)
}

/** For a directive that is not known here: whatever looks like a path or an address is taken for one. */
const nothingOutside: Rule = ({words}, place) => {
  const all = words.flatMap((word) => word.split(/\s+/))
  const path = all.find((word) => /^(\/|~|\.\.?\/)/.test(word) && !isInside(place.directory, word))
  if (path !== undefined) return outside('Leave it out, or name a file without a folder.')
  const hosts = all.map((word) => word.replace(/^\[(.*)\]:\d+$|^([\d.]+):\d+$/, '$1$2')).filter(isIp)
  const strange = hosts.find((host) => !place.plan.instances.some((it) => hostsOf(it).includes(host)))
  return strange === undefined ? undefined : foreign(strange, 'is no address', 'Leave it out.')
}

function outside(remedy: string): Refusal {
  return {problem: 'names a file outside of the folder of the instance', remedy}
}

function foreign(address: string, isNot: string, remedy: string): Refusal {
  return {problem: `names ${address}, which ${isNot} of this deployment`, remedy}
}

function ownFile(...[{words}, {directory}]: Parameters<Rule>): Refusal | undefined {
  const isOwn = words.every((word) => word === '' || isInside(directory, word))
  return isOwn ? undefined : outside('Name it without a folder.')
}

/** A file that the server writes or removes: in its own folder, or one that was named for this instance. */
function writtenFile(remedy: string): Rule {
  return (line, place) =>
    line.isForOneInstance || ownFile(line, place) === undefined ? undefined : outside(remedy)
}

/** In a template {{name}} may be that of the master: only a `--sentinel-set` says for sure that it is meant for a lab. */
function script(...[{isForOneInstance, file}]: Parameters<Rule>): Refusal | undefined {
  if (isForOneInstance && file === undefined) return undefined
  return {
    problem: 'has sentinels run a program that may act on other servers',
    remedy: 'Leave it out, or set it for one sentinel: --sentinel-set s1:NAME=FILE',
  }
}

/**
 * With --tls the certificate of every server is that of its deployment: redislab would not trust another one. A --set says
 * something else on purpose. Without --tls nothing is known of certificates, and the file is only read.
 */
function tlsFile(file: keyof TlsFiles, placeholder: string): Rule {
  return ({name, words: [word = ''], file: template}, {tls, directory}) =>
    tls === undefined ||
    template === undefined ||
    resolvePath(directory, word) === resolvePath('/', tls[file])
      ? undefined
      : {
          problem: 'names another file than --tls has made',
          remedy: `Write it inside {{#tls}} … {{/tls}}: ${name} {{${placeholder}}}`,
        }
}

function onlyNo(problem: string, remedy: string): Rule {
  return ({words: [word = '']}) => (word.toLowerCase() === 'no' ? undefined : {problem, remedy})
}

function replicaof(...[{words}, place]: Parameters<Rule>): Refusal | undefined {
  // It takes two words, or both in one pair of quotes.
  const [host = '', port = ''] = words.length === 1 ? (words[0] ?? '').trim().split(/\s+/) : words
  if (host.toLowerCase() === 'no' && port.toLowerCase() === 'one') return undefined
  return dataInstance(host, port, place)
}

const howToReplicate = 'Write it inside {{#replicaOf}} … {{/replicaOf}}: replicaof {{host}} {{port}}'
const howToMonitor =
  'Write it inside {{#masters}} … {{/masters}}: sentinel monitor {{name}} {{host}} {{port}} {{quorum}}'

function dataInstance(host: string, port: string, place: Place): Refusal | undefined {
  const isData = findAt(host, port, place)?.kind === 'redis'
  const remedy = place.instance.kind === 'redis' ? howToReplicate : howToMonitor
  return isData ? undefined : foreign(`${host}:${port}`, 'is no data instance', remedy)
}

function ownHost(...[{words}, place]: Parameters<Rule>): Refusal | undefined {
  const {instance} = place
  const isOwn = (word: string) =>
    addressesOf(word, place).some((address) => hostsOf(instance).includes(address))
  const strange = words.find((word) => word !== '' && !isOwn(word))
  return strange === undefined
    ? undefined
    : foreign(strange, 'is no address', 'Write {{host}}, or leave it out.')
}

function ownPort(
  ...[
    {
      words: [word = ''],
    },
    {instance, morePorts},
  ]: Parameters<Rule>
): Refusal | undefined {
  if (['', '0', String(instance.port), ...morePorts].includes(word)) return undefined
  return {problem: 'names another port than that of the instance', remedy: 'Leave it out, or write {{port}}.'}
}

function busPort(
  ...[
    {
      words: [word = ''],
    },
    {instance},
  ]: Parameters<Rule>
): Refusal | undefined {
  if (['', '0', String(instance.port + busPortOffset)].includes(word)) return undefined
  return {
    problem: `names another port than that of the cluster bus, which is ${busPortOffset} above the port`,
    remedy: 'Leave it out.',
  }
}
