import type {CommandFact} from '../../evidence/facts.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A master was removed from a sentinel and added again: its password and other settings are gone. */
export const sentinelSettingsLost: Rule = {
  id: 'sentinel-settings-lost',
  needs: 'the commands that were given to sentinels',
  source: 'sentinel.c: releaseSentinelRedisInstance, createSentinelRedisInstance with defaults',
  isExaminable: (evidence) => sentinelCommands(evidence.facts('command')).length > 0,
  examine(evidence) {
    const commands = sentinelCommands(evidence.facts('command'))
    return commands.flatMap(({command, words}, index): readonly Diagnosis[] => {
      const [verb, name = ''] = words
      if (verb !== 'monitor') return []
      const removed = commands
        .slice(0, index)
        .findLast((it) => it.words[0] === 'remove' && it.words[1] === name)
      const isSetAgain = commands
        .slice(index)
        .some((it) => it.words[0] === 'set' && it.words[1] === name && it.words.includes('auth-pass'))
      if (removed === undefined || isSetAgain) return []
      const kept = evidence
        .facts('directive')
        .filter(
          (it) => it.name.startsWith('sentinel ') && it.words[0] === name && it.name !== 'sentinel monitor',
        )
      const passwords = kept.filter((it) => it.name.startsWith('sentinel auth-'))
      const required = evidence.directives('requirepass', 'aclfile')
      const settings = kept.map((it) => it.name.replace('sentinel ', ''))
      return [
        {
          severity: 'cause',
          certainty: passwords.length > 0 ? 'certain' : 'likely',
          title: `SENTINEL REMOVE and MONITOR dropped all settings of ${name}${passwords.length > 0 ? `, ${passwords.map((it) => it.name.replace('sentinel ', '')).join(' and ')} among them` : ''}.`,
          why:
            `REMOVE forgets everything that is stored under that name, and MONITOR begins with what Redis ships with. ` +
            `${settings.length > 0 ? `The conf had ${settings.join(', ')}; no SENTINEL SET follows. ` : 'No SENTINEL SET follows. '}` +
            `${required.length > 0 ? 'The master asks for a password, so this sentinel counts it as down for ever.' : 'Where the master asks for a password, this sentinel counts it as down for ever.'}`,
          evidence: [removed.command, command, ...kept, ...required],
          fix: [
            `On every sentinel: redis-cli -p 26379 SENTINEL SET ${name} auth-pass PASSWORD${passwords.some((it) => it.name.endsWith('auth-user')) ? ' auth-user USER' : ''}`,
            `Also what else was set: down-after-milliseconds, failover-timeout, parallel-syncs, scripts.`,
            'Where it still cannot log in (6.2 before its fix keeps the old connection): SENTINEL RESET NAME, or restart that sentinel.',
          ],
          collect: [
            `redis-cli -p 26379 SENTINEL MASTER ${name}   on each sentinel (flags, link-pending-commands)`,
          ],
        },
      ]
    })
  },
}

/** SENTINEL commands, in small letters, without the words that lead to them. */
function sentinelCommands(commands: readonly CommandFact[]) {
  return commands.flatMap((command) => {
    const at = command.words.findIndex((word) => word.toLowerCase() === 'sentinel')
    if (command.program !== 'redis-cli' || at === -1) return []
    const [verb = '', ...rest] = command.words.slice(at + 1)
    return [{command, words: [verb.toLowerCase(), ...rest]}]
  })
}
