import type {SecureContext} from 'node:tls'
import type {Tls} from '../../core/config/access.ts'

/** The options of TLS, as Node and ioredis have them: only a certificate of this CA is trusted, and must be for the host. */
export function tlsOptions({ca, certificate, key}: Tls) {
  return {ca, cert: certificate, key}
}

/** Reading certificates takes longer than to connect, and a deployment is connected to again and again. */
const contexts = new WeakMap<Tls, SecureContext>()

/** The same, read once. */
export function secureContextOf(tls: Tls, {createSecureContext}: typeof import('node:tls')): SecureContext {
  const context = contexts.get(tls) ?? createSecureContext(tlsOptions(tls))
  contexts.set(tls, context)
  return context
}
