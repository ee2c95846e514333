import {expect, it} from 'vitest'
import {followIncludes} from './includes.ts'
import {readText} from './read-text.ts'

function follow(files: Readonly<Record<string, string>>) {
  const evidence = followIncludes(Object.entries(files).map(([name, text]) => readText(name, text)))
  return {
    lines: evidence.flatMap(({facts}) =>
      facts.map(({stream, place, text}) => `${stream} ${place.path}:${place.line} ${text}`),
    ),
    unread: evidence.flatMap(({unread}) =>
      unread.map(({place, why}) => `${place.path}:${place.line} ${why}`),
    ),
  }
}

it('what is included stands where the line stands, and belongs to the conf that has the line', () => {
  expect(
    follow({
      'n1/redis.conf': 'port 1\ninclude /etc/redis/common.conf\nmaxmemory 2gb',
      'n2/redis.conf': 'include /etc/redis/common.conf',
      'common.conf': 'maxmemory 1gb',
    }),
  ).toEqual({
    lines: [
      'n1/redis.conf n1/redis.conf:1 port 1',
      'n1/redis.conf n1/redis.conf:2 include /etc/redis/common.conf',
      'n1/redis.conf common.conf:1 maxmemory 1gb',
      'n1/redis.conf n1/redis.conf:3 maxmemory 2gb',
      'n2/redis.conf n2/redis.conf:1 include /etc/redis/common.conf',
      'n2/redis.conf common.conf:1 maxmemory 1gb',
    ],
    unread: [],
  })
})

it('what is missing is named, and a circle ends', () => {
  expect(
    follow({'a.conf': 'port 1\ninclude b.conf', 'b.conf': 'include a.conf\ninclude c.conf\nhz 10'}),
  ).toEqual({
    lines: [
      'a.conf a.conf:1 port 1',
      'a.conf a.conf:2 include b.conf',
      'a.conf b.conf:1 include a.conf',
      'a.conf b.conf:2 include c.conf',
      'a.conf b.conf:3 hz 10',
    ],
    unread: [
      'b.conf:1 it includes a.conf, which includes it again: a server ends there',
      'b.conf:2 c.conf, which it includes, is not among these files',
    ],
  })
  expect(follow({'a.conf': 'include a.conf\nport 1'}).unread).toHaveLength(1)
})

it('a pattern is followed, and what multiplies itself ends', () => {
  expect(
    follow({'a.conf': 'include conf.d/*.conf', 'x.conf': 'port 1', 'y.conf': 'hz 10'}).lines,
  ).toHaveLength(3)
  const names = Array.from({length: 12}, (_, index) => `f${index}.conf`)
  const all = names.map((name) => `include ${name}`).join('\n')
  expect(follow(Object.fromEntries(names.map((name) => [name, all]))).lines.length).toBeLessThan(60_000)
})
