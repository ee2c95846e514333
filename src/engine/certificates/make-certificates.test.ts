import {X509Certificate} from 'node:crypto'
import {connect, createServer, type TLSSocket} from 'node:tls'
import {expect, test} from 'vitest'
import {makeCertificates} from './make-certificates.ts'

test('the certificate is of the CA, and for every address of the deployment', async () => {
  const {ca, certificate} = await makeCertificates(['10.1.2.3', 'fe80::1:2', 'redis.example'])
  const [authority, own] = [new X509Certificate(ca), new X509Certificate(certificate)]
  expect(authority.ca).toBe(true)
  expect(own.ca).toBe(false)
  expect(own.checkIssued(authority)).toBe(true)
  expect(own.verify(authority.publicKey)).toBe(true)
  for (const address of ['127.0.0.1', '::1', '10.1.2.3', 'fe80::1:2'])
    expect(own.checkIP(address), address).toBeDefined()
  for (const name of ['localhost', 'redis.example']) expect(own.checkHost(name), name).toBeDefined()
  expect(own.checkIP('10.1.2.4')).toBeUndefined()
  expect(Date.parse(own.validFrom)).toBeLessThan(Date.now())
  expect(Date.parse(own.validTo)).toBeGreaterThan(Date.now() + 365 * 24 * 3600 * 1000)
})

test('both sides of a connection trust each other by it, and nobody another CA', async () => {
  const [tls, others] = await Promise.all([makeCertificates([]), makeCertificates([])])
  const options = {
    cert: tls.certificate,
    key: tls.key,
    ca: tls.ca,
    requestCert: true,
    rejectUnauthorized: true,
  }
  const server = createServer(options, (socket) => socket.end('hello')).listen(0, '127.0.0.1')
  try {
    await new Promise((resolve) => server.once('listening', resolve))
    const {port} = server.address() as {port: number}
    const own = {host: '127.0.0.1', port, cert: tls.certificate, key: tls.key}
    await expect(read(connect({...own, ca: tls.ca}))).resolves.toBe('hello')
    await expect(read(connect({...own, ca: others.ca}))).rejects.toMatchObject({
      code: 'SELF_SIGNED_CERT_IN_CHAIN',
    })
  } finally {
    server.close()
  }
})

function read(socket: TLSSocket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    socket.setEncoding('utf8')
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.on('end', () => resolve(text))
    socket.on('error', reject)
  })
}
