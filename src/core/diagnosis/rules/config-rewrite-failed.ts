import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A server cannot save its conf: after a restart it has the role of before. */
export const configRewriteFailed: Rule = {
  id: 'config-rewrite-failed',
  needs: 'the log of a server',
  source: 'config.c: rewriteConfig; sentinel.c: a promotion ends with CONFIG REWRITE',
  isExaminable: (evidence) => evidence.logs.some(({isSentinel}) => !isSentinel),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines, isSentinel}): readonly Diagnosis[] => {
      const failed = lines.filter(({message}) => /^CONFIG REWRITE failed/.test(message))
      const [first] = failed
      if (first === undefined || isSentinel) return []
      const reason = /failed: (.*)$/.exec(first.message)?.[1] ?? 'it has no conf file'
      return [
        {
          severity: 'cause',
          certainty: 'certain',
          title: `${name} cannot save its conf: ${reason}.`,
          why: 'Sentinels end each change of roles with CONFIG REWRITE. Where that fails, the server comes back from a restart with the role that its conf says: an old master as a master, a promoted replica as a replica of one that may be gone. Until sentinels correct it, clients may write to the wrong one.',
          evidence: failed,
          fix: [
            'Give the server a conf file that it may write, in a folder that it may write (not a ConfigMap, not a single mounted file), and start it with that file.',
          ],
          collect: ['redis-cli INFO server   (config_file)', 'ls -la FOLDER-OF-THE-CONF'],
        },
      ]
    }),
}
