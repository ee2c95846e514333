import {gzipSync} from 'node:zlib'
import {zipSync} from 'fflate'
import {createTar} from 'nanotar'
import {describe, expect, it} from 'vitest'
import {unpack} from './unpack.ts'

const text = (words: string) => new TextEncoder().encode(words)
const read = async (bytes: Uint8Array, options = {}) =>
  (await unpack({path: 'a', bytes}, options)).map((part) =>
    'why' in part ? `${part.path}: ${part.why}` : `${part.path}: ${new TextDecoder().decode(part.bytes)}`,
  )
const tar = (files: Readonly<Record<string, string>>) =>
  createTar(Object.entries(files).map(([name, data]) => ({name, data})))

describe('an archive is taken apart', () => {
  it('plain text stays what it is', async () => {
    expect(await read(text('1:M …'))).toEqual(['a: 1:M …'])
  })

  it('.gz', async () => {
    expect(await read(gzipSync('a log'))).toEqual(['a: a log'])
  })

  it('.tar and .tgz', async () => {
    const files = {'n1/redis.log': 'one', 'n2/redis.log': 'two'}
    const expected = ['a!n1/redis.log: one', 'a!n2/redis.log: two']
    expect(await read(tar(files))).toEqual(expected)
    expect(await read(gzipSync(tar(files)))).toEqual(expected)
  })

  it('.zip, and what is packed in it', async () => {
    const zip = zipSync({'s1.log': text('one'), 'old/s1.log.gz': gzipSync('two'), 'empty.log': text('')})
    expect(await read(zip)).toEqual(['a!s1.log: one', 'a!old/s1.log.gz: two'])
  })
})

describe('a hostile archive', () => {
  it('names that lead elsewhere are labels: nothing is written', async () => {
    expect(await read(zipSync({'../../etc/cron.d/x': text('evil')}))).toEqual(['a!../../etc/cron.d/x: evil'])
  })

  it('one that holds too much is not unpacked', async () => {
    const zeros = new Uint8Array(300_000)
    const limit = {maxBytes: 200_000}
    expect(await read(zipSync({a: zeros}), limit)).toEqual([
      'a: it cannot be unpacked: it holds more than 195 kB',
    ])
    expect((await read(gzipSync(zeros), limit))[0]).toMatch(/^a: it cannot be unpacked: /)
  })

  it('one that is packed again and again ends', async () => {
    const deep = [1, 2, 3, 4].reduce<Uint8Array>((bytes) => gzipSync(bytes), text('x'))
    expect(await read(deep)).toEqual(['a: it is packed more than three times'])
  })

  it('one that is cut off is said to be', async () => {
    const zip = zipSync({'s1.log': text('one '.repeat(5000))})
    expect((await read(zip.subarray(0, 40)))[0]).toMatch(/^a: it cannot be unpacked: /)
  })
})
