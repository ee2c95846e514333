// What is held here: a page can be used with the keyboard and a screen reader, and read in both themes.
import path from 'node:path'
import type {Browser, Page} from 'playwright-core'
import {afterAll, beforeAll} from 'vitest'
import {chromiumPath, launchChromium} from '../support/chromium.ts'
import {contrastFaults, focusMark, topologyFaults} from '../support/page-geometry.ts'
import {describe, expect, test} from '../support/test.ts'

/** What a screen reader announces and somebody can use. */
const controls = new Set(['button', 'slider', 'checkbox', 'combobox', 'log', 'link', 'textbox'])

async function namesOf(page: Page): Promise<readonly {readonly role: string; readonly name: string}[]> {
  const session = await page.context().newCDPSession(page)
  const {nodes} = await session.send('Accessibility.getFullAXTree')
  return nodes
    .filter(({ignored}) => !ignored)
    .map(({role, name}) => ({role: String(role?.value), name: String(name?.value ?? '')}))
    .filter(({role}) => controls.has(role))
}

describe.skipIf(chromiumPath === undefined)('who sees or moves differently', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(async () => browser?.close())

  test('every control has a name, is reached with Tab and shows that it is; texts stand out', {
    timeout: 120_000,
  }, async ({redislab, home}) => {
    await redislab('up 1m1r3s')
    const file = path.join(home, '.watched.html')
    await redislab(`kill master --watch --html ${file}`)

    const page = await browser.newPage({viewport: {width: 1280, height: 844}})
    await page.goto(`file://${file}`)
    await page.locator('rect[data-band]').first().waitFor({state: 'attached'})
    await page.locator('.rows li').nth(3).click()
    await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [1280, 390]) {
        await page.emulateMedia({colorScheme})
        await page.setViewportSize({width, height: 844})
        await page.locator(`[data-theme="${colorScheme}"]`).waitFor()
        await page.evaluate(
          'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))',
        )
        expect(await page.evaluate(contrastFaults), `${colorScheme}, ${width} wide`).toEqual([])
        expect(await page.evaluate(topologyFaults)).toEqual([])
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
      }
    await page.setViewportSize({width: 1280, height: 844})

    const named = await namesOf(page)
    expect(named.length).toBeGreaterThan(30)
    expect(named.filter(({name}) => name === '')).toEqual([])

    const all = await page
      .locator('button:enabled, select, input, summary, [tabindex="0"]')
      .evaluateAll((elements) => elements.length)
    await page.evaluate('window.reached = new Set()')
    const marks = new Set<unknown>()
    for (let step = 0; step <= all; step++) {
      await page.keyboard.press('Tab')
      marks.add(await page.evaluate(`reached.add(document.activeElement), ${focusMark}`))
    }
    marks.delete('none')
    expect(marks, 'the focus is seen everywhere').toEqual(new Set(['outline', 'stroke']))
    const count = await page.evaluate('[...reached].filter((one) => one !== document.body).length')
    expect(count, 'controls that Tab reaches').toBe(all)
    await page.close()
  })
})
