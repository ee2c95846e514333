import {entry} from './entry.ts'

/** Certificates and the other settings of TLS (tls.c). At the start a wrong one ends the server: `tls-failed`. */
export const tlsSettingEntries = [
  entry({
    kind: 'tls-certificate-missing',
    text: 'No tls-cert-file configured!',
    also: [
      'No tls-key-file configured!',
      'Either tls-ca-cert-file or tls-ca-cert-dir must be specified when tls-cluster, tls-replication or tls-auth-clients are enabled!',
    ],
    severity: 'error',
    meaning: 'TLS is wanted, and the conf file does not name all that it needs: certificate, key and CA.',
    samples: ['No tls-cert-file configured!'],
  }),
  entry({
    kind: 'tls-file-unloadable',
    text: 'Failed to load certificate: {file}: {reason}',
    also: [
      'Failed to load private key: {file}: {reason}',
      'Failed to load DH params file: {file}: {reason}',
      'Failed to load {file}: {reason}',
      "Failed to open certificate file '{file}': {reason}",
    ],
    severity: 'error',
    meaning: ({file, reason}) => `The file ${file} of the TLS settings cannot be used (${reason}).`,
    advice: 'See that the server may read the file, and that key and certificate belong together.',
    samples: [
      'Failed to load certificate: /etc/redis/redis.crt: error:80000002:system library::No such file or directory',
    ],
  }),
  entry({
    kind: 'tls-ca-unloadable',
    text: 'Failed to configure CA certificate(s) file/directory: {reason}',
    severity: 'error',
    meaning: ({reason}) =>
      `The certificates of tls-ca-cert-file or tls-ca-cert-dir cannot be used (${reason}).`,
    samples: [
      'Failed to configure CA certificate(s) file/directory: error:80000002:system library::No such file or directory',
    ],
  }),
  entry({
    kind: 'tls-setting-invalid',
    text: 'Failed to configure ciphers: {setting}',
    also: [
      'Failed to configure ciphersuites: {setting}',
      'Invalid tls-protocols configuration string',
      "Invalid tls-protocols specified. Use a combination of 'TLSv1', 'TLSv1.1', 'TLSv1.2' and 'TLSv1.3'.",
      'TLSv1.3 is specified in tls-protocols but not supported by OpenSSL.',
      'No decoder for DH params.',
    ],
    severity: 'error',
    meaning: 'A setting of TLS is not valid, or the TLS library of this machine does not know it.',
    samples: [
      'Failed to configure ciphers: NOSUCH',
      "Invalid tls-protocols specified. Use a combination of 'TLSv1', 'TLSv1.1', 'TLSv1.2' and 'TLSv1.3'.",
    ],
  }),
  entry({
    kind: 'tls-library-unusable',
    text: 'OpenSSL: Failed to seed random number generator.',
    severity: 'error',
    meaning: 'The TLS library cannot make random numbers on this machine.',
    samples: ['OpenSSL: Failed to seed random number generator.'],
  }),
  entry({
    kind: 'tls-certificate-unreadable',
    text: "Failed to parse X509 certificate from '{file}'",
    also: [
      "Failed to compute certificate fingerprint for '{file}'",
      "TLS: Failed to extract field '{file}' from certificate",
    ],
    severity: 'warning',
    meaning: 'The server cannot find in a certificate what it looks for.',
    samples: ["TLS: Failed to extract field 'CN' from certificate"],
  }),
  entry({
    kind: 'tls-reloading',
    text: 'TLS materials changed, reloading in background',
    meaning: 'The files of the certificate have changed, so they are read again (tls-auto-reload-interval).',
    samples: ['TLS materials changed, reloading in background'],
  }),
  entry({
    kind: 'tls-reloaded',
    text: 'TLS materials reloaded successfully',
    severity: 'notice',
    meaning: 'New connections use the new certificate.',
    samples: ['TLS materials reloaded successfully'],
  }),
  entry({
    kind: 'tls-reload-failed',
    text: 'Background TLS reload failed',
    severity: 'error',
    meaning: 'The new certificate cannot be used: the old one stays in use, until it runs out.',
    samples: ['Background TLS reload failed'],
  }),
  entry({
    kind: 'connection-type-misused',
    text: 'Connection type {type} can be loaded only during bootup',
    also: [
      'Connection type {type} can not be unloaded',
      'Connection type {type} was not built together with the redis-server used.',
      'Connection types {type} already registered',
    ],
    severity: 'error',
    meaning: ({type}) =>
      `The module for connections over ${type} has to come with this very server, and is loaded once, at its start.`,
    samples: ['Connection type tls can be loaded only during bootup'],
  }),
]
