// How smooth a page of 50 instances and 20 000 lines is in Chromium: the times between frames while it is zoomed, panned, played and
// scrolled, beside those of an empty page in the same browser, which are what the machine lets anybody have.
//
//   npm run bench:page [-- --rounds 3 --frames 90]
import {mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {performance} from 'node:perf_hooks'
import process from 'node:process'
import {parseArgs} from 'node:util'
import {chromium} from 'playwright-core'
import {findChromium} from '../tools/docs/find-chromium.js'
import {makePageLogs} from './support/make-page-logs.js'
import {timeCommand} from './support/processes.js'
import {median, quantile} from './support/statistics.js'

const {values} = parseArgs({
  options: {rounds: {type: 'string', default: '3'}, frames: {type: 'string', default: '60'}},
})
const [rounds, frames] = [Number(values.rounds), Number(values.frames)]
if (![rounds, frames].every((number) => Number.isInteger(number) && number >= 1)) {
  process.stderr.write('--rounds and --frames take whole numbers.\n')
  process.exit(2)
}

/** A frame that takes longer is seen as a jolt. Milliseconds. */
const slowMs = 50
const wheel = (how) => `document.querySelector('.lane-box').dispatchEvent(
  new WheelEvent('wheel', {...${how}, clientX: 700, clientY: 300, cancelable: true, bubbles: true}))`
const actions = {
  zooming: wheel('{ctrlKey: true, deltaY: frame % 30 < 15 ? -40 : 40}'),
  panning: wheel('{deltaX: frame % 30 < 15 ? 40 : -40}'),
  playing: `if (frame === 0) document.querySelector('button.play').click()`,
  scrolling: `document.querySelector('.rows').scrollTop += 900; scrollTo(0, (frame * 13) % 900)`,
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'redislab-bench-page-'))
const browser = await chromium.launch({executablePath: findChromium(), args: ['--no-sandbox']})
try {
  const logs = path.join(folder, 'logs')
  mkdirSync(logs)
  makePageLogs(logs, {instances: 50, lines: 400})
  const file = path.join(folder, 'page.html')
  timeCommand(folder, 'diagnose', logs, '--html', file)
  const empty = path.join(folder, 'empty.html')
  writeFileSync(empty, '<!doctype html><title>empty</title><body>')

  const opened = []
  const measured = new Map([['an empty page', []], ...Object.keys(actions).map((name) => [name, []])])
  for (let turn = 0; turn < rounds; turn += 1) {
    // In turns, so that what else the machine does meets all of them.
    measured.get('an empty page').push(await measureIn(empty, ''))
    for (const [name, script] of Object.entries(actions)) {
      const {openedMs, ...one} = await measureIn(file, script)
      opened.push(openedMs)
      measured.get(name).push(one)
    }
  }
  report(statSync(file).size, opened, measured)
} finally {
  await browser.close()
  rmSync(folder, {recursive: true, force: true})
}

async function measureIn(file, script) {
  const page = await browser.newPage({viewport: {width: 1280, height: 900}})
  const begun = performance.now()
  await page.goto(`file://${file}`)
  if (script !== '') await page.locator('rect[data-band]').first().waitFor({state: 'attached'})
  const openedMs = performance.now() - begun
  const seen = await page.evaluate(watchFrames(script, frames))
  await page.close()
  return {openedMs, ...seen}
}

/** A script for the browser: does something in each frame, and notes how long each took and which tasks were long ones. */
function watchFrames(script, count) {
  return `new Promise((resolve) => {
    const gaps = []
    const long = []
    const observer = new PerformanceObserver((list) => long.push(...list.getEntries().map(({duration}) => duration)))
    observer.observe({type: 'longtask'})
    let frame = 0
    let last
    const step = (now) => {
      if (last !== undefined) gaps.push(now - last)
      last = now
      ${script}
      frame += 1
      if (frame <= ${count}) return requestAnimationFrame(step)
      setTimeout(() => {
        observer.disconnect()
        resolve({gaps, long})
      }, 100)
    }
    requestAnimationFrame(step)
  })`
}

function report(bytes, opened, measured) {
  const load = os.loadavg()[0] / os.cpus().length
  console.log(
    `${(bytes / 1e6).toFixed(2)} MB, opened in ${Math.round(median(opened))} ms (median of ${opened.length}); ${os.cpus().length} cores, load ${load.toFixed(1)} for each.`,
  )
  const floor = gapsOf(measured.get('an empty page'))
  console.log(
    `Times between frames, in ms; long tasks are those above ${slowMs} ms. The ratio is to an empty page.\n`,
  )
  console.log(
    row(['', 'median', '95 %', 'longest', `above ${slowMs}`, 'long tasks', 'median ratio', '95 % ratio']),
  )
  for (const [name, turns] of measured) {
    const gaps = gapsOf(turns)
    const long = turns.flatMap((turn) => turn.long)
    console.log(
      row([
        name,
        median(gaps).toFixed(1),
        quantile(gaps, 0.95).toFixed(1),
        Math.max(...gaps).toFixed(1),
        `${gaps.filter((ms) => ms > slowMs).length} of ${gaps.length}`,
        String(long.length),
        (median(gaps) / median(floor)).toFixed(2),
        (quantile(gaps, 0.95) / quantile(floor, 0.95)).toFixed(2),
      ]),
    )
  }
  if (load > 1) console.log('\nThe machine had more to do than it could: only the ratios tell something.')
}

function gapsOf(turns) {
  return turns.flatMap(({gaps}) => gaps)
}

function row([first, ...cells]) {
  return `${first.padEnd(14)}${cells.map((cell) => cell.padStart(13)).join('')}`
}
