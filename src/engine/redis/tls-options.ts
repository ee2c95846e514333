import process from 'node:process'
import type {SecureContext, TLSSocket} from 'node:tls'
import type {Tls} from '../../core/config/access.ts'

/** To read certificates and keys takes longer than to connect, and a deployment is connected to again and again. */
const contexts = new WeakMap<Tls, SecureContext>()

/** The options of TLS, as Node and ioredis have them: only a certificate of this CA is trusted, and must be for the host. */
export function tlsOptions(tls: Tls): {readonly secureContext: SecureContext} {
  const context = contexts.get(tls) ?? nodeTls().createSecureContext(partsOf(tls))
  contexts.set(tls, context)
  return {secureContext: context}
}

/** An empty one is none: then Node asks the CAs that the machine trusts, or shows no certificate. */
function partsOf({ca, certificate, key}: Tls) {
  return {ca: ca || undefined, cert: certificate || undefined, key: key || undefined}
}

/** Opens a connection to a server that speaks TLS. It says `secureConnect` once the server has shown who it is. */
export function connectByTls(
  {host, port}: {readonly host: string; readonly port: number},
  tls: Tls,
): TLSSocket {
  return nodeTls()
    .connect({host, port, ...tlsOptions(tls)})
    .setNoDelay()
}

/** Not imported: few deployments speak TLS, and it takes longer to load than to ask an instance. */
function nodeTls(): typeof import('node:tls') {
  return process.getBuiltinModule('node:tls')
}
