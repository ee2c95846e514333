import type {LogFact} from '../../evidence/facts.ts'
import {joinNames} from '../../text/join-names.ts'
import {isLoopback} from '../../topology/loopback.ts'
import type {Case} from '../case.ts'
import {countTimes} from '../count-times.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** What OpenSSL says went wrong, the plainest first. */
const reasons = [
  {kind: 'plain', pattern: /wrong version number|http request|unexpected message/i},
  {kind: 'purpose', pattern: /unsupported certificate purpose|invalid purpose/i},
  {kind: 'untrusted', pattern: /certificate verify failed|unknown ca|self.signed/i},
  {kind: 'missing', pattern: /did not return a certificate|certificate required/i},
] as const
type Kind = (typeof reasons)[number]['kind'] | 'other'

const endings: Readonly<Record<Kind, string>> = {
  plain: ': the other side speaks without it',
  purpose: ': a certificate is not meant for what it is used for',
  untrusted: ': a certificate is not trusted',
  missing: ': the other side sends no certificate',
  other: '',
}

/** One side speaks TLS and the other does not, or does not trust the other's certificate. */
export const tlsMismatch: Rule = {
  id: 'tls-mismatch',
  needs: 'a log',
  source:
    'tls.c: connTLSHandleConnect, tlsConfigure (the bus always verifies); OpenSSL: wrong version number means that plain text came',
  isExaminable: (evidence) => evidence.has('log'),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const failed = lines.filter(({message}) =>
        /SSL routines|TLS.*(?:handshake|certificate)|certificate verify failed|unknown ca/i.test(message),
      )
      if (failed.length === 0) return []
      const kind =
        reasons.find(({pattern}) => failed.some(({message}) => pattern.test(message)))?.kind ?? 'other'
      const isBus = failed.some(({message}) => /cluster node/.test(message))
      const clients = [
        ...new Set(failed.flatMap(({message}) => /[( ]addr=(\S+):\d+/.exec(message)?.[1] ?? [])),
      ]
      const isLocal = clients.length > 0 && clients.every(isLoopback)
      const settings = evidence.directives('tls-auth-clients', 'tls-replication', 'tls-cluster')
      return [
        {
          // A program on the machine of the server is none of the other servers: replication and votes do not depend on it.
          severity: isLocal ? 'risk' : 'cause',
          certainty: kind === 'other' ? 'likely' : 'certain',
          title:
            isLocal && kind === 'plain'
              ? `A program on the machine of ${name} speaks to its TLS port without TLS (${countTimes(failed)} times).`
              : `${name} fails to speak TLS${isBus ? ' on the cluster bus' : ''}${endings[kind]}${clients.length === 0 ? '' : ` (${joinNames(clients.slice(0, 3))})`}.`,
          why: whyOf(kind, {isBus, isLocal, evidence}),
          evidence: [...failed, ...settings],
          fix: fixOf(kind, isLocal),
          collect: collectFor(kind, failed, clients),
        },
      ]
    }),
}

function whyOf(
  kind: Kind,
  {isBus, isLocal, evidence}: {readonly isBus: boolean; readonly isLocal: boolean; readonly evidence: Case},
): string {
  if (kind === 'plain') {
    if (isLocal)
      return 'Plain text came to a TLS port, from a program on the same machine or in the same pod: a probe, an exporter of metrics, redis-cli without --tls. That program gets nothing; replicas, sentinels and other nodes on other machines are not what these lines tell of.'
    const isOn = ['tls-replication', 'tls-cluster'].filter((name) =>
      evidence.directives(name).some(({words}) => words[0] === 'yes'),
    )
    return `Plain text came to a TLS port. A replica speaks TLS only with tls-replication yes, a node with tls-cluster yes, a sentinel with tls-replication yes in sentinel.conf${isOn.length === 0 ? '' : ` (a conf here has ${joinNames(isOn)} on: where all have, it is none of these)`}. Else it is a client: a probe, an exporter of metrics, redis-cli without --tls.`
  }
  const ofBus = isBus
    ? ' On the cluster bus each side is a client of the other, and both certificates are always verified: tls-auth-clients does not count there.'
    : ''
  if (kind === 'purpose')
    return `The certificate allows only one use (extendedKeyUsage serverAuth, mostly), and a server uses it as a client, too: to its master, and to other nodes.${ofBus}`
  if (kind === 'untrusted')
    return `tls-ca-cert-file of one side does not hold the CA of the other with all between (root and intermediate), or the certificate has ended, is not for that name, or is not allowed for clients (extendedKeyUsage clientAuth).${ofBus}`
  return `With tls-auth-clients yes, which Redis ships with, every client has to send a certificate, replicas and sentinels too.${ofBus}`
}

function fixOf(kind: Kind, isLocal: boolean): readonly string[] {
  if (isLocal && kind === 'plain')
    return [
      'Have that program speak TLS (rediss://, redis-cli --tls --cacert CA.crt), or give it a port of its own: port 6380 beside tls-port, bound to loopback.',
    ]
  const all =
    'On all servers and sentinels: tls-replication yes (tls-cluster yes in a cluster), tls-cert-file, tls-key-file, and one tls-ca-cert-file that holds the CA of all.'
  if (kind === 'purpose' || kind === 'untrusted')
    return [
      all,
      'The certificate of each server for both uses: extendedKeyUsage = serverAuth, clientAuth. Or another one for what it opens itself: tls-client-cert-file, tls-client-key-file (6.2 and later).',
    ]
  if (kind === 'missing')
    return [
      'Give that client a certificate (redis-cli --cert, --key), or do not ask clients for one: redis-cli CONFIG SET tls-auth-clients no (or optional).',
      all,
    ]
  return [all]
}

function collectFor(kind: Kind, failed: readonly LogFact[], clients: readonly string[]): readonly string[] {
  const check = 'openssl s_client -connect HOST:PORT -CAfile CA.crt'
  if (kind === 'plain' && clients.length === 0)
    return [
      'redis-cli --tls … CLIENT LIST, and ss -tnp | grep :PORT   at the moment of a line: who connects?',
      check,
    ]
  if (kind === 'plain')
    return [`ss -tnp | grep ${clients[0]}:   at the moment of a line: which process is it?`, check]
  if (failed.some(({message}) => /verify failed|purpose/.test(message)))
    return [
      'openssl verify -CAfile CA.crt -purpose sslclient SERVER.crt; the same with -purpose sslserver',
      'openssl x509 -in SERVER.crt -noout -dates -ext extendedKeyUsage,subjectAltName',
      check,
    ]
  return [check]
}
