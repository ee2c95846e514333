import process from 'node:process'
import type {SecureContext, TLSSocket} from 'node:tls'
import type {Tls} from '../../core/config/access.ts'

/** The options of TLS, as Node and ioredis have them: only a certificate of this CA is trusted, and must be for the host. */
export function tlsOptions({ca, certificate, key}: Tls) {
  return {ca, cert: certificate, key}
}

/** Reading certificates takes longer than to connect, and a deployment is connected to again and again. */
const contexts = new WeakMap<Tls, SecureContext>()

/** Opens a connection to a server that speaks TLS. It says `secureConnect` once the server has shown who it is. */
export function connectByTls(
  {host, port}: {readonly host: string; readonly port: number},
  tls: Tls,
): TLSSocket {
  // Not imported: few deployments speak TLS, and it takes longer to load than to ask an instance.
  const {connect, createSecureContext} = process.getBuiltinModule('node:tls')
  const secureContext = contexts.get(tls) ?? createSecureContext(tlsOptions(tls))
  contexts.set(tls, secureContext)
  return connect({host, port, secureContext}).setNoDelay()
}
