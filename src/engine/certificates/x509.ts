import {Buffer} from 'node:buffer'
import type {webcrypto} from 'node:crypto'
import {randomBytes} from 'node:crypto'
import * as asn1js from 'asn1js'
import {
  AttributeTypeAndValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  Extension,
  ExtKeyUsage,
  GeneralName,
  GeneralNames,
  PublicKeyInfo,
  Time,
} from 'pkijs'

export interface CertificateRequest {
  readonly subject: string
  readonly publicKey: webcrypto.CryptoKey
  /** Who vouches for it. */
  readonly issuer: {readonly name: string; readonly keys: webcrypto.CryptoKeyPair}
  readonly validity: {readonly from: Date; readonly until: Date}
  readonly use: 'ca' | 'server and client'
  /** Where it is shown: addresses, or names. */
  readonly hosts: readonly {readonly host: string; readonly isAddress: boolean}[]
}

/** Names of what stands in a certificate (RFC 5280, section 4.2). */
const oid = {
  commonName: '2.5.4.3',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
} as const

/** Makes a certificate, as DER. It has what strict clients ask for, such as Python's since 3.13: key identifiers and usages. */
export async function makeCertificate(request: CertificateRequest): Promise<ArrayBuffer> {
  const {subject, publicKey, issuer, validity} = request
  const certificate = new Certificate()
  certificate.version = 2
  // A positive number, unlike that of any other certificate.
  certificate.serialNumber = new asn1js.Integer({valueHex: bytesOf(Buffer.from([1, ...randomBytes(15)]))})
  certificate.subject.typesAndValues.push(commonName(subject))
  certificate.issuer.typesAndValues.push(commonName(issuer.name))
  certificate.notBefore = new Time({value: validity.from})
  certificate.notAfter = new Time({value: validity.until})
  await certificate.subjectPublicKeyInfo.importKey(publicKey)
  certificate.extensions = await extensionsOf(request, certificate)
  await certificate.sign(issuer.keys.privateKey, 'SHA-256')
  return certificate.toSchema(true).toBER(false)
}

function commonName(value: string): AttributeTypeAndValue {
  return new AttributeTypeAndValue({type: oid.commonName, value: new asn1js.Utf8String({value})})
}

async function extensionsOf(
  {use, hosts, issuer}: CertificateRequest,
  certificate: Certificate,
): Promise<Extension[]> {
  const issuerKey = new PublicKeyInfo()
  await issuerKey.importKey(issuer.keys.publicKey)
  const [ownHash, issuerHash] = await Promise.all([
    certificate.getKeyHash(),
    globalThis.crypto.subtle.digest('SHA-1', issuerKey.subjectPublicKey.valueBlock.valueHexView),
  ])
  const byIssuer = new AuthorityKeyIdentifier({keyIdentifier: new asn1js.OctetString({valueHex: issuerHash})})
  const identifiers = [
    extension(oid.subjectKeyIdentifier, new asn1js.OctetString({valueHex: ownHash})),
    extension(oid.authorityKeyIdentifier, byIssuer.toSchema()),
  ]
  if (use === 'ca') {
    const constraints = new BasicConstraints({cA: true, pathLenConstraint: 0})
    // It signs certificates, and lists of those that are withdrawn.
    return [
      extension(oid.basicConstraints, constraints.toSchema(), {critical: true}),
      extension(oid.keyUsage, bits(0b0000_0110, 1), {critical: true}),
      ...identifiers,
    ]
  }
  const usage = new ExtKeyUsage({keyPurposes: [oid.serverAuth, oid.clientAuth]})
  const names = new GeneralNames({names: hosts.map(toGeneralName)})
  return [
    extension(oid.basicConstraints, new BasicConstraints({cA: false}).toSchema(), {critical: true}),
    extension(oid.keyUsage, bits(0b1000_0000, 7), {critical: true}),
    extension(oid.extendedKeyUsage, usage.toSchema()),
    extension(oid.subjectAltName, names.toSchema()),
    ...identifiers,
  ]
}

function extension(
  extnID: string,
  value: {toBER(sizeOnly?: boolean): ArrayBuffer},
  {critical = false}: {readonly critical?: boolean} = {},
): Extension {
  return new Extension({extnID, critical, extnValue: value.toBER(false)})
}

function bits(byte: number, unusedBits: number): asn1js.BitString {
  return new asn1js.BitString({valueHex: bytesOf(Buffer.from([byte])), unusedBits})
}

/** Names are of type 2, addresses of type 7: their bytes. */
function toGeneralName({host, isAddress}: CertificateRequest['hosts'][number]): GeneralName {
  return isAddress
    ? new GeneralName({type: 7, value: new asn1js.OctetString({valueHex: bytesOf(addressBytes(host))})})
    : new GeneralName({type: 2, value: host})
}

function addressBytes(address: string): Buffer {
  if (!address.includes(':')) return Buffer.from(address.split('.').map(Number))
  // A URL has each of its spellings in the same one: hexadecimal groups, and one `::` at most.
  const [left = '', right = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const [first, last] = [left, right].map((part) => (part === '' ? [] : part.split(':'))) as [
    string[],
    string[],
  ]
  const zeros = Array.from({length: 8 - first.length - last.length}, () => '0')
  return Buffer.from([...first, ...zeros, ...last].map((group) => group.padStart(4, '0')).join(''), 'hex')
}

function bytesOf(buffer: Buffer): ArrayBuffer {
  return new Uint8Array(buffer).buffer
}
