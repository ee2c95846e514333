import {describe, expect, test} from 'vitest'
import {maskSecrets, numberSecrets} from './secrets.ts'

describe('maskSecrets', () => {
  test.each([
    ['requirepass hidden1', 'requirepass …'],
    ['requirepass "correct hidden1 battery"', 'requirepass "…"'],
    [`--masterauth 'compose hidden1'`, `--masterauth '…'`],
    [
      'command: ["redis-server", "--requirepass", "hidden1"]',
      'command: ["redis-server", "--requirepass", "…"]',
    ],
    ['tls-client-key-file-pass hidden1', 'tls-client-key-file-pass …'],
    ['sentinel auth-pass mymaster "p hidden1"', 'sentinel auth-pass mymaster "…"'],
    ['sentinel set mymaster auth-pass hidden1', 'sentinel set mymaster auth-pass …'],
    ['127.0.0.1:6379> AUTH app "p hidden1"', '127.0.0.1:6379> AUTH app "…"'],
    ["redis-cli -a 'p hidden1' PING", "redis-cli -a '…' PING"],
    ['redis://:url/hidden1@redis:6379', 'redis://:…@redis:6379'],
    ['rediss://app:hid@den1@redis:6379', 'rediss://app:…@redis:6379'],
    ['valkey://:hidden1@h sentinel://:hidden1@s', 'valkey://:…@h sentinel://:…@s'],
    ['redis://:hidden1@a,redis://:hidden1@b', 'redis://:…@a,redis://:…@b'],
    ['user app on >"p w hidden1" ~*', 'user app on >"…" ~*'],
    ['user app on ">p w hidden1" ~*', 'user app on ">…" ~*'],
    ['user app >hidden1 <hidden1 on', 'user app >… <… on'],
    ['  password: hidden1', '  password: …'],
    ['  redisPassword: "a hidden1"', '  redisPassword: "…"'],
    ['requirepass: hidden1', 'requirepass: …'],
    ['spring.data.redis.password=hidden1', 'spring.data.redis.password=…'],
    ['{"password": "hidden1"}', '{"password": "…"}'],
    ['REDIS_PASSWORD: "a hidden1"', 'REDIS_PASSWORD: "…"'],
  ])('%s', (line, without) => {
    expect(maskSecrets(line)).toBe(without)
  })

  const settings = [
    'requirepass',
    'masterauth',
    'primaryauth',
    'sentinel sentinel-pass',
    'tls-key-file-pass',
    'tls-client-key-file-pass',
    'sentinel auth-pass mymaster',
    'sentinel set mymaster auth-pass',
    'sentinel set mymaster sentinel-pass',
    'CONFIG SET requirepass',
    'config set masterauth',
  ]
  const between = [' ', '  ', '=', ' =', '= ', ' = ', ':', ' :', ': ', ' : ']
  const written = [
    'hidden1',
    '"hidden1"',
    "'p hidden1'",
    '"p, hidden1"',
    'hidden1,hidden1',
    '#hidden1',
    '=hidden1',
  ]
  const inFront = ['', '> ', '  - ', 'redis_1  | ', '2026-05-20T10:00:00.123456789Z ']
  test.each(settings)('%s, however its value is written', (name) => {
    const lines = inFront.flatMap((start) =>
      between.flatMap((sign) =>
        written.flatMap((it) => [`${start}${name}${sign}${it}`, `${start}${name}${sign}${it} # note`]),
      ),
    )
    expect(lines.filter((line) => maskSecrets(line).includes('hidden1'))).toEqual([])
    expect(lines.filter((line) => !maskSecrets(line).includes('…'))).toEqual([])
    expect(maskSecrets(`${name} = hidden1`)).toBe(`${name} = …`)
    expect(maskSecrets(`${name} "hidden1"`)).toBe(`${name} "…"`)
  })

  test.each([
    ['redis-cli -a hidden1 PING; redis-cli -a hidden1 ROLE', 'redis-cli -a … PING; redis-cli -a … ROLE'],
    ['PASSWORD=a,hidden1', 'PASSWORD=…'],
    ['{password: hidden1, port: 6379}', '{password: …, port: 6379}'],
    ['["REDIS_PASSWORD=hidden1","PORT=6379"]', '["REDIS_PASSWORD=…","PORT=6379"]'],
    ['{"requirepass":"hidden1","port":6379}', '{"requirepass":"…","port":6379}'],
    ['sentinel.auth-pass=hidden1', 'sentinel.auth-pass=…'],
    ['sentinel auth-pass = mymaster hidden1', 'sentinel auth-pass = … …'],
    ['sentinel auth-pass my:master hidden1', 'sentinel auth-pass my:… …'],
  ])('%s', (line, without) => {
    expect(maskSecrets(line)).toBe(without)
  })

  test.each([
    'requirepass = ${REDIS_PASSWORD}',
    'requirepass: "{{ .Values.password }}"',
    'masterauth = ""',
    'redis://10.0.0.5:6379',
    'password: ${REDIS_PASSWORD}',
    'password: "{{ .Values.password }}"',
    '  usePassword: true',
    'password:',
    '- name: password',
    'NOAUTH Authentication required.',
    'MASTER aborted replication with an error: WRONGPASS invalid username-password pair or user is disabled.',
  ])('leaves %s as it is', (line) => {
    expect(maskSecrets(line)).toBe(line)
  })

  test('the same secret has the same stand-in, however it is written', () => {
    const standIn = numberSecrets()
    const lines = [
      'requirepass "p w"',
      "masterauth 'p w'",
      'password: other',
      'user a on >"p w"',
      'requirepass ""',
    ]
    expect(lines.map((line) => maskSecrets(line, standIn))).toEqual([
      'requirepass "secret-1"',
      "masterauth 'secret-1'",
      'password: secret-2',
      'user a on >"secret-1"',
      'requirepass ""',
    ])
  })

  test('a long line is masked at once', () => {
    const before = performance.now()
    for (const part of [
      'password',
      'a://b:',
      '"x',
      'user ',
      ' >"',
      'auth ',
      'sentinel auth-pass ',
      'redis-cli -a ',
      'redis-cli ',
      'A_PASSWORD',
      'requirepass ',
      'requirepass = ',
      'requirepass=',
      'sentinel auth-pass a=',
      'password=a,',
    ])
      maskSecrets(part.repeat(20_000))
    expect(performance.now() - before).toBeLessThan(2000)
  })
})
