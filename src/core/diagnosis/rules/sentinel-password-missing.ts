import type {SentinelRowFact} from '../../evidence/facts.ts'
import {joinNames} from '../../text/join-names.ts'
import type {Case} from '../case.ts'
import {findConfs, lastOf, optionOf} from '../confs.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** Servers ask for a password that sentinels do not have, or have another one of. */
export const sentinelPasswordMissing: Rule = {
  id: 'sentinel-password-missing',
  needs: 'the conf of a sentinel and that of a server, or the reply of SENTINEL MASTER',
  source:
    'redis.io, Sentinel: "Configuring Sentinel instances with authentication"; sentinel.c: sentinelSendAuthIfNeeded',
  isExaminable: (evidence) => {
    const confs = findConfs(evidence)
    if (evidence.facts('sentinel-row').some(({fields}) => fields.has('last-ok-ping-reply'))) return true
    return (
      confs.some(({isSentinel, isWhole}) => isSentinel && isWhole) &&
      confs.some((conf) => lastOf(conf, 'requirepass') !== undefined)
    )
  },
  examine: (evidence) => {
    const byConfs = compareConfs(evidence)
    return byConfs.length > 0 ? byConfs : evidence.facts('sentinel-row').flatMap(answersWithErrors)
  },
}

/** An instance that answers pings, and never as it should: the answer is an error. */
function answersWithErrors({fields, stated}: SentinelRowFact): readonly Diagnosis[] {
  const numberOf = (name: string) => Number(fields.get(name) ?? Number.NaN)
  const [ok, last] = [numberOf('last-ok-ping-reply'), numberOf('last-ping-reply')]
  const isDown = /s_down/.test(fields.get('flags') ?? '')
  // A sentinel pings once a second, so an answer of the last seconds is current.
  if (!isDown || !(last < 5000) || !(ok > last + 1500)) return []
  const address = `${fields.get('ip')}:${fields.get('port')}`
  const name = fields.get('name') ?? ''
  const isMaster = fields.has('num-slaves')
  const isCut = /disconnected/.test(fields.get('flags') ?? '')
  const knowsNothing = fields.get('info-refresh') === '0' || (fields.get('runid') ?? '') === ''
  return [
    {
      severity: 'cause',
      certainty: 'likely',
      title: `${isMaster ? `The master ${name}, ${address},` : address} answers the pings of this sentinel, and with an error: the last answer is ${Math.round(last)} ms old, the last good one ${Math.round(ok / 1000)} s.`,
      why: `So it is reached: neither the network nor its address is the matter. A sentinel takes PONG, LOADING and MASTERDOWN for good answers, and any other one for none. ${isCut ? 'The connection ends again each time, as with DENIED (protected-mode) and with "max number of clients reached"; else it is' : 'Mostly it is'} NOAUTH (the server has a password, and the sentinel no auth-pass for this master), WRONGPASS, NOPERM (a user without +ping), or BUSY (a script that runs on).${knowsNothing ? ' It has never had an INFO from it, so it knows no replicas and no other sentinels.' : ''}`,
      evidence: [
        'flags',
        'last-ok-ping-reply',
        'last-ping-reply',
        'info-refresh',
        'num-slaves',
        'num-other-sentinels',
      ].flatMap((it) => stated.get(it) ?? []),
      fix: [
        `When the server has a password: on every sentinel redis-cli -p 26379 SENTINEL SET ${isMaster ? name : 'NAME'} auth-pass PASSWORD (and auth-user where it is not the default user), and the same line in its conf: sentinel auth-pass ${isMaster ? name : 'NAME'} PASSWORD`,
      ],
      collect: [
        `From the machine of this sentinel: redis-cli -h ${fields.get('ip')} -p ${fields.get('port')} PING   (the error is the answer)`,
        'redis-cli ACL LOG   on that server (6.0 and later)',
        'redis-cli CONFIG GET requirepass, and CONFIG GET protected-mode, on that server',
      ],
    },
  ]
}

function compareConfs(evidence: Case): readonly Diagnosis[] {
  const confs = findConfs(evidence)
  const servers = confs.filter(
    (conf) => !conf.isSentinel && (lastOf(conf, 'requirepass')?.words[0] ?? '') !== '',
  )
  return confs
    .filter(({isSentinel, isWhole}) => isSentinel && isWhole)
    .flatMap((conf): readonly Diagnosis[] =>
      conf.directives
        .filter(({name}) => name === 'sentinel monitor')
        .flatMap((monitor): readonly Diagnosis[] => {
          const masterName = monitor.words[0] ?? ''
          const given = optionOf(conf, 'auth-pass', masterName)
          const user = optionOf(conf, 'auth-user', masterName)
          const wrong = servers.filter(
            (server) =>
              given !== undefined &&
              user === undefined &&
              lastOf(server, 'requirepass')?.words[0] !== given.words[1],
          )
          const lines = servers.flatMap((server) => lastOf(server, 'requirepass') ?? [])
          if (given === undefined) {
            return [
              {
                severity: 'cause',
                certainty: 'certain',
                title: `${conf.name} has no auth-pass for ${masterName}, and its servers ask for a password.`,
                why: 'The sentinel gets NOAUTH for PING and INFO, so it counts the master and every replica as down, and cannot promote any.',
                evidence: [monitor, ...lines],
                fix: [`On every sentinel: redis-cli -p 26379 SENTINEL SET ${masterName} auth-pass PASSWORD`],
              },
            ]
          }
          if (wrong.length === 0) return []
          return [
            {
              severity: 'cause',
              certainty: 'certain',
              title: `The auth-pass of ${conf.name} for ${masterName} is not the requirepass of ${joinNames(wrong.map(({name}) => name))}.`,
              why: 'The sentinel gets WRONGPASS there: it counts that server as down. All servers of one master need the same password, since each of them may be the master.',
              evidence: [given, ...wrong.flatMap((server) => lastOf(server, 'requirepass') ?? [])],
              fix: [
                `Make them equal: redis-cli -p 26379 SENTINEL SET ${masterName} auth-pass PASSWORD on every sentinel, requirepass and masterauth on every server.`,
              ],
            },
          ]
        }),
    )
}
