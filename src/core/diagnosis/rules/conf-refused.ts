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
      const {why, fix, collect} = explain(directive, reason?.text ?? '', head.text)
      return [
        {
          severity: 'cause',
          certainty: 'certain',
          title: `The server does not start: it refuses the line "${directive}" of its conf${version === undefined ? '' : ` (${version})`}.`,
          why: `${reason === undefined ? '' : `It says: ${reason.text.replace(/\.$/, '')}. `}${why}`,
          evidence: [head, ...after],
          fix: [fix],
          collect,
        },
      ]
    })
  },
}

/** What is wrong with a line, by what the server says of it. */
function explain(
  directive: string,
  reason: string,
  head: string,
): {readonly why: string; readonly fix: string; readonly collect: readonly string[]} {
  const version = ['redis-server --version']
  const [name = '', first = ''] = directive.split(/\s+/)
  const host = /^sentinel monitor \S+ (\S+) \d+ \d+$/.exec(directive)?.[1]
  if (/Can't resolve/.test(reason) && host !== undefined) return unresolved(host, head)
  if (directive.startsWith('tls-') && /Bad directive/.test(reason))
    return {
      why: 'A server that does not know tls- directives was built without TLS.',
      fix: 'Use a server that was built with TLS (make BUILD_TLS=yes; packages and images have it).',
      collect: version,
    }
  if (/^sentinel monitor\s+(\S+)(?:\s+(\S+))?(?:\s+(\S+))?\s*$/.test(directive))
    return {
      why: 'It takes a name, an address, a port and a quorum: some of these are missing. Whatever writes this conf (the start script of an image, a template) had nothing to put there, as when it asked for the master and got no answer.',
      fix: 'Find out why the address of the master is empty where the conf is written: an unset variable, a service that has no endpoint, sentinels that do not answer yet.',
      collect: version,
    }
  if (/^(?:replicaof|slaveof)$/.test(name) && (first === '' || /^\S+\s+\d*\s*$/.test(directive)))
    return {
      why: `${name} takes an address and a port, and one of them is missing. Whatever writes this conf (the start script of an image, a template) had nothing to put there, as when it asked for the master and got no answer.`,
      fix: 'Find out why the address of the master is empty where the conf is written: an unset variable, a service that has no endpoint, sentinels that do not answer yet.',
      collect: version,
    }
  return {
    why: 'A directive that this version does not know comes from a conf of a newer one, or of the other kind (redis.conf, sentinel.conf).',
    fix: 'Correct or remove that line, or use the version that knows it.',
    collect: version,
  }
}

/**
 * A sentinel ends at a name in its monitor line. From 6.2 on it takes names with sentinel resolve-hostnames yes alone; from
 * 7.0 on one that does not resolve does not stop it then (redis#10146), so that only the setting is left as the cause.
 */
function unresolved(
  host: string,
  head: string,
): {readonly why: string; readonly fix: string; readonly collect: readonly string[]} {
  const [, server, version = ''] = /\((Redis|Valkey) (\d+\.\d+)/.exec(head) ?? []
  const dns =
    'In Kubernetes a pod is in the DNS of its headless service only when it is ready, and a pod that waits for its own sentinel never is.'
  const setting = 'sentinel resolve-hostnames yes in sentinel.conf'
  const byDns =
    'Make the name resolve before the sentinel starts: publishNotReadyAddresses: true on the headless service, start order, or an address in place of the name.'
  const collect = ['redis-server --version']
  const lookUp = [`getent hosts ${host}   in the container of the sentinel`, ...collect]
  if (server === 'Valkey' || Number(version) >= 7)
    return {
      why: `The line is well-formed: ${host} is a name, and this version takes names only with sentinel resolve-hostnames yes, whatever the DNS says. With it, a name that does not resolve does not stop the start (redis#10146).`,
      fix: `Put an address in place of the name, or ${setting} (and announce-hostnames, if replicas and sentinels are to be told names).`,
      collect: ['grep -n hostnames sentinel.conf', ...collect],
    }
  if (version !== '' && Number(version) < 6.2)
    return {
      why: `The line is well-formed: the name ${host} did not resolve at that moment. A sentinel of this version resolves it once, when it starts, and ends where that fails. ${dns}`,
      fix: byDns,
      collect: lookUp,
    }
  return {
    why: `The line is well-formed, and one of two things stops it. Either the conf does not say sentinel resolve-hostnames yes: ${version === '' ? 'from 6.2 on' : 'this version'} takes names only with that. Or the name ${host} did not resolve at that moment: before 7.0 a sentinel ends then. ${dns}`,
    fix: `If the conf does not have it: ${setting}. Else: ${byDns[0]?.toLowerCase()}${byDns.slice(1)}`,
    collect: ['grep -n hostnames sentinel.conf', ...lookUp],
  }
}
