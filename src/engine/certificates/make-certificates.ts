import {Buffer} from 'node:buffer'
import type {webcrypto} from 'node:crypto'
import {randomBytes} from 'node:crypto'
import {isIP} from 'node:net'
import type {Tls} from '../../core/config/access.ts'

/** Small keys that every TLS library of today knows, made in a millisecond; RSA takes a hundred. */
const keyKind = {name: 'ECDSA', namedCurve: 'P-256'} as const
const day = 24 * 60 * 60 * 1000
/** Clocks of other machines may be behind. */
const validBeforeMs = day
/** Longer than some systems take a certificate for valid would be refused there: macOS takes 825 days. */
const validForMs = 800 * day

/**
 * Makes a CA, and one certificate of it for all servers and clients of a deployment. The key of the CA is not kept:
 * nobody can make another certificate that the deployment trusts.
 *
 * @param hosts the addresses and names that servers are reached at, beside localhost
 * @returns all as PEM
 */
export async function makeCertificates(hosts: readonly string[]): Promise<Tls> {
  // Loaded here: it takes longer to load than to make a certificate, and few starts need it.
  const x509 = await import('./x509.ts')
  const {subtle} = globalThis.crypto
  const makeKeys = () => subtle.generateKey(keyKind, true, ['sign', 'verify'])
  const [caKeys, ownKeys] = await Promise.all([makeKeys(), makeKeys()])
  const now = Date.now()
  const validity = {from: new Date(now - validBeforeMs), until: new Date(now + validForMs)}
  const issuer = {name: `redislab CA ${randomBytes(4).toString('hex')}`, keys: caKeys}
  const all = [...new Set(['localhost', '127.0.0.1', '::1', ...hosts])]
  const common = {issuer, validity}
  const [ca, certificate, key] = await Promise.all([
    x509.makeCertificate({
      ...common,
      subject: issuer.name,
      publicKey: caKeys.publicKey,
      use: 'ca',
      hosts: [],
    }),
    x509.makeCertificate({
      ...common,
      subject: 'redislab',
      publicKey: ownKeys.publicKey,
      use: 'server and client',
      hosts: all.map((host) => ({host, isAddress: isIP(host) !== 0})),
    }),
    exportKey(subtle, ownKeys.privateKey),
  ])
  return {ca: toPem('CERTIFICATE', ca), certificate: toPem('CERTIFICATE', certificate), key}
}

async function exportKey(subtle: webcrypto.SubtleCrypto, key: webcrypto.CryptoKey): Promise<string> {
  return toPem('PRIVATE KEY', await subtle.exportKey('pkcs8', key))
}

function toPem(label: string, der: ArrayBuffer): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}
