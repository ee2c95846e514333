// Takes the pictures of the page, from runs on this machine: six situations, wide and narrow, light and dark. All of them go to
// .screenshots/ to be looked at; those that the docs show go to docs/ as well.
//
//   npm run docs:screenshots [-- SITUATION…]

import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import {text} from 'node:stream/consumers'
import {inflateRawSync} from 'node:zlib'
import {chromium} from 'playwright-core'
import {interruptible} from '../interruptible.js'
import {compressPng} from './compress-png.js'
import {findChromium} from './find-chromium.js'

const root = path.join(import.meta.dirname, '../..')
const redislab = path.join(root, 'bin/run.js')
const folder = path.join(root, '.screenshots')
const home = mkdtempSync(path.join(os.tmpdir(), 'redislab-screenshots-'))
const env = {...process.env, REDISLAB_HOME: home, NO_COLOR: '1'}
/** What a README can carry. */
const mostBytes = 150_000

/**
 * How each situation comes about, which moment of it is shown, and which of its pictures the docs show.
 * `run` gets a function that runs redislab, and the file for the page.
 */
const situations = {
  healthy: {
    async run(lab, file) {
      await lab('up', '1m2r3s', '--name', 'shop')
      await lab('status', '--name', 'shop', '--html', file)
    },
  },
  failover: {
    async run(lab, file) {
      await lab('up', '1m2r3s', '--name', 'shop')
      await lab('kill', 'master', '--name', 'shop', '--watch', '--html', file)
    },
    // One sentinel names the new master already, and the others do not.
    moment: ({arrows}) => between(arrows.filter(({kind}) => kind === 'switch')),
    docs: {'wide-light': 'page.png'},
  },
  'split-brain': {
    run: (lab, file) => lab('lab', 'run', 'split-brain', '--html', file),
    moment: ({arrows}) => between(arrows.filter(({kind}) => kind === 'switch').slice(-2)),
    docs: {'wide-light': 'page-lab.png'},
  },
  'cluster-failover': {
    async run(lab, file) {
      await lab('up', '3m3r', '--cluster', '--name', 'shards')
      await lab('kill', 'shard:1/master', '--name', 'shards', '--watch', '--html', file)
    },
    moment: ({views, incidents, period}) => {
      const start = Date.parse(incidents.at(-1).at) - Date.parse(period.from)
      return views.find(({ms, doubt}) => ms > start && doubt === 'objective')?.ms ?? start
    },
    docs: {'wide-dark': 'page-cluster.png'},
  },
  reshard: {
    run: (lab, file) => lab('lab', 'run', 'cluster-reshard', '--html', file),
  },
  evidence: {
    run: (lab, file) =>
      lab('diagnose', path.join(root, 'test/incidents/three-votes-not-elected'), '--html', file),
  },
}

const widths = {wide: 1280, narrow: 390}
const names = process.argv.slice(2)
mkdirSync(folder, {recursive: true})

await interruptible(async (signal) => {
  // Left to itself it ends this process when a signal comes.
  const handling = {handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false}
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox'],
    ...handling,
  })
  try {
    for (const [name, {run, moment, docs = {}}] of Object.entries(situations)) {
      if (names.length > 0 && !names.includes(name)) continue
      const file = path.join(folder, `${name}.html`)
      await run((...args) => runRedislab(args, signal), file)
      await runRedislab(['down', '--all'])
      const hash = moment === undefined ? '' : `#t=${Math.round(moment(readData(file)))}`
      for (const [size, width] of Object.entries(widths))
        for (const theme of ['light', 'dark'])
          await shoot(browser, {name, file, hash, size, width, theme, docs})
      signal.throwIfAborted()
    }
  } finally {
    await browser.close()
    await runRedislab(['down', '--all'])
    rmSync(home, {recursive: true, force: true})
  }
})

async function shoot(browser, {name, file, hash, size, width, theme, docs}) {
  const page = await browser.newPage({
    viewport: {width, height: size === 'wide' ? 900 : 844},
    colorScheme: theme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
  })
  await page.goto(`file://${file}${hash}`)
  await page.locator('h1').waitFor()
  // A machine that has no Chinese letters draws boxes in their place.
  await page.evaluate("document.querySelector('header button').style.visibility = 'hidden'")
  const picture = path.join(folder, `${name}-${size}-${theme}.png`)
  await page.screenshot({path: picture, fullPage: true, animations: 'disabled'})
  const inDocs = docs[`${size}-${theme}`]
  if (inDocs !== undefined) {
    await page.screenshot({path: picture.replace('.png', '.docs.png'), animations: 'disabled'})
    publish(picture.replace('.png', '.docs.png'), inDocs)
  }
  await page.close()
}

/** @throws Error when a picture is too large to be shown in a README */
function publish(picture, name) {
  const small = compressPng(readFileSync(picture))
  if (small.length > mostBytes)
    throw new Error(`${name} has ${small.length} bytes; ${mostBytes} is the most.`)
  writeFileSync(path.join(root, 'docs', name), small)
}

function between(arrows) {
  const [first, second] = arrows
  return second === undefined ? (first?.ms ?? 0) : (first.ms + second.ms) / 2
}

function readData(file) {
  const [, kind, content] = /id="data" data-kind="(\w+)">([^<]*)</.exec(readFileSync(file, 'utf8'))
  return JSON.parse(kind === 'deflate' ? inflateRawSync(Buffer.from(content, 'base64')).toString() : content)
}

/** A lab may fail an expectation, and a diagnosis may find something: there is a page all the same. */
async function runRedislab(args, signal) {
  signal?.throwIfAborted()
  const child = spawn(process.execPath, [redislab, ...args], {env, stdio: ['ignore', 'ignore', 'pipe']})
  const stop = () => child.kill('SIGTERM')
  signal?.addEventListener('abort', stop)
  const [stderr, [status]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  signal?.removeEventListener('abort', stop)
  if (status !== 0 && status !== 1)
    throw new Error(`redislab ${args.join(' ')} ended with ${status}: ${stderr}`)
}
