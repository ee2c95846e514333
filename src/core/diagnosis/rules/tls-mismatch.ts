import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** One side speaks TLS and the other does not, or does not trust the other's certificate. */
export const tlsMismatch: Rule = {
  id: 'tls-mismatch',
  needs: 'a log',
  source: 'tls.c: connTLSHandleConnect; OpenSSL: wrong version number means that plain text came',
  isExaminable: (evidence) => evidence.has('log'),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const failed = lines.filter(({message}) =>
        /SSL routines|TLS.*(?:handshake|certificate)|certificate verify failed|unknown ca/i.test(message),
      )
      if (failed.length === 0) return []
      const isPlain = failed.some(({message}) =>
        /wrong version number|http request|unexpected message/i.test(message),
      )
      const isUntrusted = failed.some(({message}) =>
        /certificate verify failed|unknown ca|self.signed/i.test(message),
      )
      const isMissing = failed.some(({message}) =>
        /did not return a certificate|certificate required/i.test(message),
      )
      return [
        {
          severity: 'cause',
          certainty: isPlain || isUntrusted || isMissing ? 'certain' : 'likely',
          title: `${name} fails to speak TLS${isPlain ? ': the other side speaks without it' : isUntrusted ? ': a certificate is not trusted' : isMissing ? ': the other side sends no certificate' : ''}.`,
          why: isPlain
            ? 'Plain text came to a TLS port. A replica speaks TLS only with tls-replication yes, a node with tls-cluster yes, a sentinel with tls-replication yes in sentinel.conf.'
            : isUntrusted
              ? 'tls-ca-cert-file of one side does not hold the CA of the other, or the certificate is not for that name.'
              : 'With tls-auth-clients yes, which Redis ships with, every client has to send a certificate, replicas and sentinels too.',
          evidence: failed,
          fix: [
            'On all servers and sentinels: tls-replication yes (tls-cluster yes in a cluster), tls-cert-file, tls-key-file, and one tls-ca-cert-file that holds the CA of all.',
          ],
          collect: ['openssl s_client -connect HOST:PORT -CAfile CA.crt'],
        },
      ]
    }),
}
