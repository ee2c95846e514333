import {joinNames} from '../../text/join-names.ts'
import {findConfs, lastOf, optionOf} from '../confs.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** Servers ask for a password that sentinels do not have, or have another one of. */
export const sentinelPasswordMissing: Rule = {
  id: 'sentinel-password-missing',
  needs: 'the conf of a sentinel and that of a server',
  source:
    'redis.io, Sentinel: "Configuring Sentinel instances with authentication"; sentinel.c: sentinelSendAuthIfNeeded',
  isExaminable: (evidence) => {
    const confs = findConfs(evidence)
    return (
      confs.some(({isSentinel, isWhole}) => isSentinel && isWhole) &&
      confs.some((conf) => lastOf(conf, 'requirepass') !== undefined)
    )
  },
  examine(evidence) {
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
                  fix: [
                    `On every sentinel: redis-cli -p 26379 SENTINEL SET ${masterName} auth-pass PASSWORD`,
                  ],
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
  },
}
