import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {gzipSync} from 'node:zlib'
import {zipSync} from 'fflate'
import {createTar} from 'nanotar'
import {describe, expect, it} from 'vitest'
import {Unpacker} from './unpack.ts'
import type {UnpackLimits} from './unpack-limits.ts'

const text = (words: string) => new TextEncoder().encode(words)
const tar = (files: Readonly<Record<string, string>>) =>
  createTar(Object.entries(files).map(([name, data]) => ({name, data})))

/** What comes out of bytes that arrive in pieces of a size. */
function read(bytes: Uint8Array, limits: UnpackLimits = {}, pieceBytes = bytes.length): readonly string[] {
  const out: string[] = []
  const unpacker = new Unpacker(
    'a',
    {
      open(path) {
        const parts: Uint8Array[] = []
        return {
          isDone: false,
          push: (part) => parts.push(part.slice()),
          end: () => out.push(`${path}: ${Buffer.concat(parts).toString('utf8')}`),
        }
      },
      refuse: (path, why) => out.push(`${path}: ${why}`),
    },
    limits,
  )
  for (let from = 0; from < bytes.length; from += pieceBytes)
    unpacker.push(bytes.subarray(from, from + pieceBytes))
  unpacker.end()
  return out
}

describe.each([1, 7, 600, 1e6])(
  'an archive is taken apart that arrives in pieces of %i bytes',
  (pieceBytes) => {
    const files = {'n1/redis.log': 'one', 'n2/redis.log': 'two '.repeat(500)}
    const expected = Object.entries(files).map(([name, words]) => `a!${name}: ${words}`)

    it('plain text stays what it is', () => {
      expect(read(text('1:M …'), {}, pieceBytes)).toEqual(['a: 1:M …'])
    })

    it('.gz, and several of them one behind the other', () => {
      expect(read(gzipSync('a log'), {}, pieceBytes)).toEqual(['a: a log'])
      const both = Buffer.concat([gzipSync('a log, '), gzipSync('rotated')])
      expect(read(both, {}, pieceBytes)).toEqual(['a: a log, rotated'])
    })

    it('.tar and .tgz', () => {
      expect(read(tar(files), {}, pieceBytes)).toEqual(expected)
      expect(read(gzipSync(tar(files)), {}, pieceBytes)).toEqual(expected)
    })

    it('.zip, and what is packed in it', () => {
      const zip = zipSync({'s1.log': text('one'), 'old/s1.log.gz': gzipSync('two'), 'empty.log': text('')})
      expect(read(zip, {}, pieceBytes)).toEqual(['a!s1.log: one', 'a!old/s1.log.gz: two'])
    })
  },
)

it.each(['ustar', 'gnu', 'pax'])(
  'names that are too long for a header of .tar, as %s writes them',
  (format) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'redislab-tar-'))
    const name = path.join('a'.repeat(90), format === 'ustar' ? 'redis.log' : `${'ü'.repeat(70)}.log`)
    try {
      mkdirSync(path.join(folder, path.dirname(name)))
      writeFileSync(path.join(folder, name), 'one')
      writeFileSync(path.join(folder, 'n2.log'), 'two')
      const bytes = execFileSync('tar', [`--format=${format}`, '-cf', '-', name, 'n2.log'], {cwd: folder})
      expect(read(bytes)).toEqual([`a!${name}: one`, 'a!n2.log: two'])
    } finally {
      rmSync(folder, {recursive: true})
    }
  },
)

describe('a hostile archive', () => {
  it('names that lead elsewhere are labels: nothing is written', () => {
    expect(read(zipSync({'../../etc/cron.d/x': text('evil')}))).toEqual(['a!../../etc/cron.d/x: evil'])
  })

  it('links in it are named, and not followed', () => {
    const link = Buffer.from(createTar([{name: 'redis.log', data: ''}]))
    link.write('2', 156, 'latin1')
    link.write('/etc/passwd', 157, 'latin1')
    expect(read(link)).toEqual(['a!redis.log: it is a link, and links in archives are not followed'])
  })

  it('one that holds too much is not unpacked', () => {
    const zeros = new Uint8Array(300_000)
    const why = 'a: it cannot be unpacked: it holds more than 195 kB'
    for (const bomb of [zipSync({a: zeros}), gzipSync(zeros), gzipSync(gzipSync(zeros))])
      expect(read(bomb, {maxBytes: 200_000})).toContain(why)
    expect(read(gzipSync(zeros), {minSuspectBytes: 200_000})).toContain(
      'a: it cannot be unpacked: it holds far more than logs of its size do',
    )
  })

  it('one that is packed again and again ends', () => {
    const deep = [1, 2, 3, 4].reduce<Uint8Array>((bytes) => gzipSync(bytes), text('x'))
    expect(read(deep)).toEqual(['a: it is packed more than three times'])
  })

  it.each([40, 600])('one that is cut off after %i bytes is said to be', (bytes) => {
    const noise = Array.from({length: 3000}, (_, index) => `${(index * 7919) % 10_007}`).join(' ')
    for (const whole of [zipSync({'s1.log': text(noise)}), gzipSync(noise), tar({'s1.log': noise})])
      expect(read(whole.subarray(0, bytes)).join('\n')).toMatch(
        bytes === 40 ? /^a: / : /a: it cannot be unpacked: /,
      )
  })

  it('a damaged part does not hide the others', () => {
    const zip = zipSync({
      'bad.gz': Buffer.from(`1f8b0800${'00'.repeat(6)}${'ff'.repeat(40)}`, 'hex'),
      'n1.log': text('one'),
    })
    expect(read(zip)).toEqual(expect.arrayContaining(['a!n1.log: one']))
    expect(read(zip)[0]).toMatch(/^a!bad\.gz: it cannot be unpacked: /)
  })
})
