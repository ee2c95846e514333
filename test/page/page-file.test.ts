// What is held here: a page in a file shows what it was made of, runs nothing that a log brings, and stays quick when there is much
// in it.
import {mkdir, stat, writeFile} from 'node:fs/promises'
import path from 'node:path'
import type {Browser, Page} from 'playwright-core'
import {afterAll, beforeAll} from 'vitest'
import {chromiumPath, launchChromium} from '../support/chromium.ts'
import {readPageData} from '../support/page-data.ts'
import {describe, expect, test} from '../support/test.ts'

const incidents = path.resolve(import.meta.dirname, '../incidents')

/** What a log might hold that a browser or a terminal would obey. */
const hostile = [
  '<script>window.hacked = 1</script>',
  '</script><script>window.hacked = 2</script>',
  '<!--<script>',
  '<img src=x onerror="window.hacked = 3">',
  '\u001b[31mred\u001b]0;title\u0007',
  'abc\u202edcba\u2066',
  '\'"`${window.hacked = 4}',
]

/** A log of a server, with these messages as warnings. */
function logOf(messages: readonly string[], {pid = 4242, letter = 'M'} = {}): string {
  return messages
    .map((message, index) => {
      const time = new Date(Date.UTC(2026, 10, 30, 9, 0, 0, index * 37)).toISOString()
      return `${pid}:${letter} 30 Nov 2026 ${time.slice(11, 23)} # ${message}\n`
    })
    .join('')
}

describe('the data of a page in a file', () => {
  test('a page of a run says what explain, timeline and the loads say', async ({redislab, home}) => {
    await redislab('up 1m1r3s')
    const file = path.join(home, '.watched.html')
    const {exitCode, json} = await redislab(`kill master --watch --html ${file} --json`)
    expect(exitCode).toBe(0)
    const data = await readPageData(file)
    expect(data.incidents.at(-1)).toMatchObject({phases: json().phases, newMaster: 'n2', oldMaster: 'n1'})
    expect(data.loads).toEqual([json().load])
    expect(data.outages.map(({by}) => by)).toEqual(['probe', 'load'])
    expect(data.actions).toEqual([])
    const {entries} = (await redislab('timeline --json')).json()
    expect(data.entries.length).toBeGreaterThan(20)
    expect(entries.map(({message}: {message: string}) => message)).toEqual(
      expect.arrayContaining(data.entries.map(({message}) => message)),
    )
  })

  test('a lab brings its steps and claims', async ({redislab, home}) => {
    const file = path.join(home, '.lab.html')
    const {exitCode, json} = await redislab(`lab run failover --html ${file} --json`)
    expect(exitCode).toBe(0)
    const {lab, incidents: told} = await readPageData(file)
    expect(lab).toMatchObject({title: json().title, outcome: 'passed', steps: json().steps})
    expect(told.at(-1)?.outcome).toBe('failed-over')
  })

  test('a file that cannot be written is refused before anything is done', async ({redislab, home}) => {
    await redislab('up 1m')
    const file = path.join(home, '.nowhere', 'page.html')
    const {exitCode, stderr} = await redislab(`kill n1 --watch --html ${file}`)
    expect(exitCode).toBe(2)
    expect(stderr).toContain(file)
    expect((await redislab('status --json')).json().instances[0].state).toBe('running')
  })

  test('several labs make no page', async ({redislab, home}) => {
    const {exitCode, stderr} = await redislab(`lab run failover --repeat 2 --html ${home}/.labs.html`)
    expect(exitCode).toBe(2)
    expect(stderr).toContain('one page')
  })
})

describe.skipIf(chromiumPath === undefined)('a file in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(async () => browser?.close())

  async function open(file: string): Promise<{readonly page: Page; readonly errors: string[]}> {
    const page = await browser.newPage({viewport: {width: 1280, height: 900}})
    const errors: string[] = []
    page.on('pageerror', ({message}) => errors.push(message))
    page.on('dialog', (dialog) => errors.push(dialog.message()))
    await page.goto(`file://${file}`)
    await page.locator('h1').waitFor()
    return {page, errors}
  }

  test.for([
    {size: 'short', times: 1},
    {size: 'long enough to be compressed', times: 120},
  ])('a $size log that wants to run something is shown as text', async ({times}, {redislab, home}) => {
    const folder = path.join(home, '.logs')
    await mkdir(folder)
    const lines = Array.from({length: times}, () => hostile).flat()
    await writeFile(path.join(folder, 'redis"><img src=x onerror=window.hacked=5>.log'), logOf(lines))
    const file = path.join(home, '.hostile.html')
    expect((await redislab(`diagnose ${folder} --html ${file}`)).exitCode).toBe(0)
    const {page, errors} = await open(file)
    const rows = await page.locator('.rows li span').allTextContents()
    const shown = ['\\x1b[31mred\\x1b]0;title\\x07', 'abc\\u202edcba\\u2066']
    expect(new Set(rows)).toEqual(new Set([...hostile.slice(0, 4), ...shown, ...hostile.slice(6)]))
    expect(await page.evaluate('window.hacked')).toBeUndefined()
    expect(await page.locator('img, iframe, script:not([id="data"]):not([type="module"])').count()).toBe(0)
    expect(errors).toEqual([])
    await page.close()
  })

  test.for(['three-votes-not-elected', 'tilt-in-kubernetes'])(
    'an incident from elsewhere, %s: its finding is the headline, its lines are there',
    async (name, {redislab, home}) => {
      const file = path.join(home, '.incident.html')
      const source = path.join(incidents, name)
      const {json} = await redislab(`diagnose ${source} --html ${file} --json`)
      const {page, errors} = await open(file)
      expect(await page.locator('h1').textContent()).toBe(json().findings[0].title)
      expect(await page.locator('.findings li').count()).toBeGreaterThan(0)
      expect(await page.locator('.rows li').count()).toBeGreaterThan(0)
      expect(errors).toEqual([])
      await page.close()
    },
  )

  test('50 instances, 20 000 lines: a small file that opens within a second and scrolls smoothly', async ({
    redislab,
    home,
  }) => {
    const folder = path.join(home, '.many')
    await mkdir(folder)
    for (let index = 0; index < 50; index++) {
      const letter = index < 20 ? 'M' : 'S'
      const messages = Array.from({length: 400}, (_, line) =>
        line === 0
          ? `Running mode=standalone, port=${7000 + index}.`
          : line % 7 === 0
            ? 'Connection with master lost.'
            : `Error condition on socket for SYNC: Connection refused, try ${line} of ${index}`,
      )
      await writeFile(path.join(folder, `redis-${index}.log`), logOf(messages, {pid: 1000 + index, letter}))
    }
    const file = path.join(home, '.many.html')
    expect((await redislab(`diagnose ${folder} --html ${file}`)).exitCode).toBe(0)
    expect((await stat(file)).size).toBeLessThan(2_000_000)
    const {entries, instances} = await readPageData(file)
    expect([instances.length, entries.length]).toEqual([50, 20_000])

    const page = await browser.newPage({viewport: {width: 1280, height: 900}})
    const opened = await tasksOf(browser, page, async () => {
      await page.goto(`file://${file}`)
      await page.locator('rect[data-band]').first().waitFor({state: 'attached'})
    })
    expect(sum(opened)).toBeGreaterThan(0)
    expect(sum(opened)).toBeLessThan(1000)
    const actions = {
      'scrolling through the page and its lines': `
        document.querySelector('.rows').scrollTop += 900
        scrollTo(0, (frame * 13) % 900)`,
      zooming: wheel('{ctrlKey: true, deltaY: frame < 15 ? -40 : 40}'),
      panning: wheel('{deltaX: frame < 15 ? 40 : -40}'),
      playing: `if (frame === 0) document.querySelector('button.play').click()`,
    }
    for (const [action, script] of Object.entries(actions)) {
      const tasks = await tasksOf(browser, page, () => page.evaluate(everyFrame(script)))
      const frames = tasks.filter((ms) => ms > 50)
      expect(frames, `${action}: tasks of more than 50 ms of the processor`).toEqual([])
    }
    await page.close()
  })
})

/**
 * How long each task of the thread that draws a page took, in milliseconds of the processor: a frame is drawn in one. The
 * machine may have other things to do, so that the time on the wall tells nothing.
 */
async function tasksOf(
  browser: Browser,
  page: Page,
  act: () => Promise<unknown>,
): Promise<readonly number[]> {
  await browser.startTracing(page, {categories: ['toplevel']})
  await act()
  const {traceEvents} = JSON.parse((await browser.stopTracing()).toString()) as {
    readonly traceEvents: readonly {
      readonly name: string
      readonly pid: number
      readonly tid: number
      readonly tdur?: number
      readonly args: {readonly name?: string}
    }[]
  }
  const drawing = traceEvents
    .filter(({name, args}) => name === 'thread_name' && args.name === 'CrRendererMain')
    .map(({pid, tid}) => `${pid} ${tid}`)
  return traceEvents
    .filter(({name, pid, tid}) => name.endsWith('RunTask') && drawing.includes(`${pid} ${tid}`))
    .map(({tdur = 0}) => tdur / 1000)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}

/** A script for the browser that does something in each of 30 frames; it knows which one it is as `frame`. */
function everyFrame(script: string): string {
  return `new Promise((resolve) => {
    let frame = 0
    const step = () => {
      ${script}
      frame += 1
      if (frame < 30) requestAnimationFrame(step)
      else resolve()
    }
    requestAnimationFrame(step)
  })`
}

function wheel(how: string): string {
  return `document.querySelector('.lane-box').dispatchEvent(
    new WheelEvent('wheel', {...${how}, clientX: 700, clientY: 300, cancelable: true, bubbles: true}))`
}
