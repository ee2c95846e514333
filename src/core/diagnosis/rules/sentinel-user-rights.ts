import type {AclUserFact} from '../../evidence/facts.ts'
import type {Case} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** What a sentinel runs on servers, with the categories of each (redis.io, Sentinel: "Redis Access Control List authentication"). */
const needed: readonly {
  readonly command: string
  readonly also: readonly string[]
  readonly categories: readonly string[]
}[] = [
  {command: 'ping', also: [], categories: ['connection', 'fast']},
  {command: 'info', also: [], categories: ['slow', 'dangerous']},
  {command: 'role', also: [], categories: ['admin', 'fast', 'dangerous']},
  {command: 'publish', also: [], categories: ['pubsub', 'fast']},
  {command: 'subscribe', also: [], categories: ['pubsub', 'slow']},
  {command: 'slaveof', also: ['replicaof'], categories: ['admin', 'slow', 'dangerous']},
  {command: 'multi', also: [], categories: ['transaction', 'fast']},
  {command: 'exec', also: [], categories: ['transaction', 'slow']},
  {command: 'config|rewrite', also: ['config'], categories: ['admin', 'slow', 'dangerous']},
  {command: 'client|kill', also: ['client'], categories: ['admin', 'slow', 'dangerous', 'connection']},
  {command: 'client|setname', also: ['client'], categories: ['slow', 'connection']},
]

/** The user that sentinels log in with on servers lacks a right that a failover needs. */
export const sentinelUserRights: Rule = {
  id: 'sentinel-user-rights',
  needs: 'the ACL of a server, and which user sentinels log in with',
  source:
    'redis.io, Sentinel: "Redis Access Control List authentication"; valkey.io: +failover and +client from 9.0 on',
  isExaminable: (evidence) => usersOfSentinels(evidence).length > 0,
  examine: (evidence) =>
    usersOfSentinels(evidence).flatMap((user): readonly Diagnosis[] => {
      const isValkey9 = runsValkey9(evidence)
      const all = [
        ...needed,
        ...(isValkey9 ? [{command: 'failover', also: [], categories: ['admin', 'slow', 'dangerous']}] : []),
      ]
      const missing = all.filter((one) => !isAllowed(user, one)).map(({command}) => `+${command}`)
      const hasChannel = user.rules.some(
        (rule) => rule === 'allchannels' || rule === '&*' || rule.startsWith('&__sentinel__'),
      )
      if (missing.length === 0 && hasChannel) return []
      const lacks = [...missing, ...(hasChannel ? [] : ['&__sentinel__:hello'])]
      return [
        {
          severity: 'cause',
          certainty: missing.length > 0 ? 'certain' : 'likely',
          title: `The user ${user.name}, with which sentinels log in to servers, lacks ${lacks.join(' ')}.`,
          why: `${missing.some((it) => /slaveof|multi|exec|config|client\|kill/.test(it)) ? 'Watching works, and the promotion fails: the transaction that makes a replica a master is refused. ' : ''}${missing.includes('+failover') ? 'Sentinels of Valkey 9.0 begin each promotion with FAILOVER ABORT, in the same transaction: without that right all of it is refused, and the failover ends with -failover-abort-slave-timeout (later versions send it only where a failover by FAILOVER is under way). ' : ''}${missing.includes('+ping') || missing.includes('+info') ? 'The server counts as down for the sentinel. ' : ''}${hasChannel ? '' : 'Without the channel (acl-pubsub-default is resetchannels from 7.0 on) sentinels do not find each other.'}`,
          evidence: [user, ...evidence.directives('sentinel auth-user')],
          fix: [
            `On every server: redis-cli ACL SETUSER ${user.name} ${lacks.join(' ')}, then ACL SAVE (or CONFIG REWRITE)`,
          ],
          collect: ['redis-cli ACL LOG   on the servers: the denials stand there'],
        },
      ]
    }),
}

function usersOfSentinels(evidence: Case): readonly AclUserFact[] {
  const names = new Set(evidence.directives('sentinel auth-user').map(({words}) => words[1]))
  return evidence
    .facts('acl-user')
    .filter(
      ({name, rules}) =>
        names.has(name) && rules.includes('on') && !rules.some((rule) => /sentinel\|/i.test(rule)),
    )
}

/** Rules apply from left to right: the last one that fits decides. */
function isAllowed({rules}: AclUserFact, {command, also, categories}: (typeof needed)[number]): boolean {
  let allowed = false
  for (const rule of rules.map((it) => it.toLowerCase())) {
    if (rule === 'allcommands') allowed = true
    if (rule === 'nocommands' || rule === 'reset') allowed = false
    const [, sign, at, name = ''] = /^([+-])(@?)(.+)$/.exec(rule) ?? []
    if (sign === undefined) continue
    const fits =
      at === '@' ? name === 'all' || categories.includes(name) : name === command || also.includes(name)
    if (fits) allowed = sign === '+'
  }
  return allowed
}

/** Whether Valkey 9 or later runs here: by a note, an image, the first lines of a log, or INFO. */
function runsValkey9(evidence: Case): boolean {
  const versions = [
    ...evidence.facts('version').flatMap(({subject, version}) => (/valkey/i.test(subject) ? [version] : [])),
    ...evidence
      .facts('service')
      .flatMap(({image}) => /valkey(?:-sentinel)?:v?(\d+\.\d+)/.exec(image ?? '')?.[1] ?? []),
    ...evidence.facts('log').flatMap(({message}) => /Valkey version=(\d+\.\d+)/.exec(message)?.[1] ?? []),
    ...evidence.facts('info').flatMap(({fields}) => fields.get('valkey_version') ?? []),
  ]
  return versions.some((version) => Number(version.split('.')[0]) >= 9)
}
