import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A server or sentinel does not start: it refuses a line of its conf. */
export const confRefused: Rule = {
  id: 'conf-refused',
  needs: 'what a server prints at its start',
  source: 'config.c: loadServerConfigFromString',
  isExaminable: (evidence) => evidence.has('answer'),
  examine(evidence) {
    const answers = evidence.facts('answer')
    const heads = answers.filter(({text}) => /FATAL CONFIG FILE ERROR/.test(text))
    return heads.flatMap((head): readonly Diagnosis[] => {
      const after = answers.slice(answers.indexOf(head) + 1, answers.indexOf(head) + 5)
      const line = after.find(({text}) => text.startsWith('>>> '))
      const reason = after.find(({text}) => !/^(?:>>> |Reading the configuration file)/.test(text))
      if (line === undefined) return []
      const directive = line.text.replace(/^>>> '?/, '').replace(/'$/, '')
      const version = /\((?:Redis|Valkey) ([\d.]+)\)/.exec(head.text)?.[1]
      const monitored = /^sentinel monitor\s+(\S+)(?:\s+(\S+))?(?:\s+(\S+))?\s*$/.exec(directive)
      const isTls = directive.startsWith('tls-') && /Bad directive/.test(reason?.text ?? '')
      return [
        {
          severity: 'cause',
          certainty: 'certain',
          title: `The server does not start: it refuses the line "${directive}" of its conf${version === undefined ? '' : ` (${version})`}.`,
          why: `${reason === undefined ? '' : `It says: ${reason.text.replace(/\.$/, '')}. `}${isTls ? 'A server that does not know tls- directives was built without TLS.' : monitored !== null ? 'It takes a name, an address, a port and a quorum: some of these are missing. Whatever writes this conf (the start script of an image, a template) had nothing to put there, as when it asked for the master and got no answer.' : 'A directive that this version does not know comes from a conf of a newer one, or of the other kind (redis.conf, sentinel.conf).'}`,
          evidence: [head, ...after],
          fix: [
            isTls
              ? 'Use a server that was built with TLS (make BUILD_TLS=yes; packages and images have it).'
              : monitored !== null
                ? 'Find out why the address of the master is empty where the conf is written: an unset variable, a service that has no endpoint, sentinels that do not answer yet.'
                : 'Correct or remove that line, or use the version that knows it.',
          ],
          collect: ['redis-server --version'],
        },
      ]
    })
  },
}
