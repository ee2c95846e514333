import type {AclUserFact} from '../../evidence/facts.ts'
import type {Case} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** What sentinels send each other (sentinel.c: sentinelAskMasterStateToOtherSentinels, sentinelSendHello, sentinelSendPing). */
const neededOnSentinels = [
  {command: 'sentinel|is-master-down-by-addr', categories: ['all', 'admin', 'slow', 'dangerous']},
  {command: 'publish', categories: ['all', 'pubsub', 'fast']},
  {command: 'ping', categories: ['all', 'connection', 'fast']},
]

/** Sentinels may not ask each other whether a master is down. */
export const sentinelAclTooNarrow: Rule = {
  id: 'sentinel-acl-too-narrow',
  needs: 'the ACL file, or ACL LIST, of a sentinel',
  source:
    'redis.io, Sentinel: "Sentinel ACL configuration"; sentinel.c: sentinelAskMasterStateToOtherSentinels',
  lab: 'sentinel-users',
  isExaminable: (evidence) => usersOfSentinels(evidence).length > 0,
  examine(evidence) {
    const users = usersOfSentinels(evidence)
    const lacking = users
      .map((user) => ({
        user,
        missing: neededOnSentinels.filter((needed) => !isAllowed(user, needed)).map(({command}) => command),
      }))
      .filter(({missing}) => missing.includes('sentinel|is-master-down-by-addr'))
    if (lacking.length === 0) return []
    const canOthers = users.some(
      (user) => user.name !== 'default' && user.name !== 'admin' && !lacking.some((it) => it.user === user),
    )
    if (canOthers) return []
    const missing = [...new Set(lacking.flatMap((it) => it.missing))]
    const states = evidence.facts('info').flatMap((info) =>
      [...info.fields].flatMap(([name, value]) => {
        const stated = info.stated.get(name)
        return /^master\d+$/.test(name) && value.includes('status=sdown') && stated !== undefined
          ? [stated]
          : []
      }),
    )
    const aclFiles = evidence.directives('aclfile', 'sentinel sentinel-user')
    const finding: Diagnosis = {
      severity: 'cause',
      certainty: states.length > 0 ? 'certain' : 'likely',
      title: `The users that the sentinels log in with may not run ${missing.map((it) => `+${it}`).join(', ')}.`,
      why:
        'To confirm that a master is down, a sentinel asks the others with SENTINEL IS-MASTER-DOWN-BY-ADDR, which is also how it asks for votes. ' +
        'Where that is refused, +sdown never becomes +odown, whatever the quorum, and no failover starts.' +
        `${missing.includes('publish') ? ' Without PUBLISH a sentinel cannot say hello to the others either.' : ''}` +
        `${states.length > 0 ? ' That is what INFO shows: status=sdown, with the other sentinels known.' : ''}`,
      evidence: [...states, ...lacking.map(({user}) => user), ...aclFiles],
      fix: [
        `In the ACL of every sentinel, for each of these users: ${missing.map((it) => `+${it}`).join(' ')} (or +sentinel for all of its subcommands), then redis-cli -p 26379 ACL LOAD`,
      ],
      collect: ['redis-cli -p 26379 ACL LOG   on a sentinel: the denials stand there'],
    }
    return [finding]
  },
}

/** Users of an ACL that knows subcommands of SENTINEL, or of a file that a sentinel loads. */
function usersOfSentinels(evidence: Case): readonly AclUserFact[] {
  const users = evidence.facts('acl-user')
  const files = evidence.directives('aclfile').filter(({stream}) => isSentinelConf(evidence, stream))
  const sentinelFiles = new Set(
    users
      .filter(
        ({place, rules}) =>
          rules.some((rule) => /sentinel\|/i.test(rule)) ||
          files.some(({words}) => place.path.endsWith((words[0] ?? '').split('/').at(-1) ?? '?')),
      )
      .map(({place}) => place.path),
  )
  // A sentinel that was asked says by which user they log in; others may be anybody's.
  const asked = new Set(evidence.facts('asked').map(({stream}) => stream))
  const named = new Set(evidence.directives('sentinel sentinel-user').map(({words}) => words[0]))
  return users.filter(
    ({place, stream, name, rules}) =>
      sentinelFiles.has(place.path) &&
      name !== 'default' &&
      rules.includes('on') &&
      (!asked.has(stream) || named.has(name)),
  )
}

function isSentinelConf(evidence: Case, stream: string): boolean {
  return evidence.directives('sentinel monitor').some((it) => it.stream === stream)
}

/** Rules apply from left to right: the last one that fits decides. */
function isAllowed({rules}: AclUserFact, {command, categories}: (typeof neededOnSentinels)[number]): boolean {
  const [container] = command.split('|')
  let allowed = false
  for (const rule of rules) {
    const match = /^([+-])(@?)(.+)$/.exec(rule.toLowerCase())
    if (rule === 'allcommands') allowed = true
    if (rule === 'nocommands' || rule === 'reset') allowed = false
    if (match === null) continue
    const [, sign, at, name = ''] = match
    const fits = at === '@' ? categories.includes(name) : name === command || name === container
    if (fits) allowed = sign === '+'
  }
  return allowed
}
