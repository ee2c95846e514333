import {isError} from '../../core/errors/is-error.ts'
import {describeRefusal, parseRefusal} from '../../core/redis/refusal.ts'

export const connectionClosed = 'it closed the connection'

/** What Node says of a certificate that nobody vouches for (crypto: X509 certificate error codes). */
const untrusted: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_SIGNATURE_FAILURE',
])

/** Why an instance did not answer, as the end of a sentence without its full stop; what Redis replied in its words. */
export function whyNoAnswer(error: unknown): string {
  if (!isError(error)) return String(error)
  const {code} = error as NodeJS.ErrnoException
  if (code === 'ECONNREFUSED') return 'connection refused'
  if (code === 'ECONNRESET' || error.message === 'Connection is closed.') return connectionClosed
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG')
    return 'it does not speak TLS'
  if (untrusted.has(code ?? '')) return 'its certificate is not of the CA of this deployment'
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'its certificate is not for this address'
  if (code === 'CERT_HAS_EXPIRED') return 'its certificate has expired'
  if (code === 'ETIMEDOUT' || /timed? ?out/i.test(error.message)) return 'no answer in time'
  const refusal = parseRefusal(error.message)
  if (refusal !== undefined) return describeRefusal(refusal)
  return error.message.replace(/\.$/, '')
}
