import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A server in protected mode refused a connection from another machine. */
export const protectedModeDenied: Rule = {
  id: 'protected-mode-denied',
  needs: 'the log of a replica, or an answer of redis-cli',
  source: 'networking.c: acceptCommonHandler; redis.conf: protected-mode',
  isExaminable: (evidence) => evidence.has('log', 'answer'),
  examine(evidence) {
    const denied = [
      ...evidence
        .facts('log')
        .filter(({message}) => /-DENIED (?:Redis|Valkey) is running in protected mode/.test(message)),
      ...evidence
        .facts('answer')
        .filter(({text}) => /DENIED (?:Redis|Valkey) is running in protected mode/.test(text)),
    ]
    if (denied.length === 0) return []
    const finding: Diagnosis = {
      severity: 'cause',
      certainty: 'certain',
      title: 'The server refuses connections from other machines: it is in protected mode.',
      why: 'While there is neither a password nor (before 7.0) a bind, a server with protected-mode yes, which Redis ships with, answers only on loopback. Replicas, sentinels and clients elsewhere get DENIED.',
      evidence: denied,
      fix: [
        'Set requirepass and masterauth on all servers, sentinel auth-pass on all sentinels, and bind to the address that others use.',
        'protected-mode no only where a firewall keeps everybody else away.',
      ],
    }
    return [finding]
  },
}
