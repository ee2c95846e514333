// Scripts for the browser that look at a page as a reader does: what runs into what, what can be reached, what can be read.

/** Labels of the topology that overlap, and those that stand out of their box. @returns sentences, none when all is well */
export const topologyFaults = `(() => {
  const inside = (inner, outer) =>
    inner.left >= outer.left - 0.5 && inner.right <= outer.right + 0.5 &&
    inner.top >= outer.top - 0.5 && inner.bottom <= outer.bottom + 0.5
  const labels = [...document.querySelectorAll('svg.topology text')]
    .map((text) => ({words: text.textContent, box: text.getBoundingClientRect(), of: text.parentElement.querySelector('rect')}))
  const faults = labels
    .filter(({box, of}) => !inside(box, of.getBoundingClientRect()))
    .map(({words}) => words + ' stands out of its box')
  for (const [index, a] of labels.entries())
    for (const b of labels.slice(index + 1))
      if (a.box.left < b.box.right - 0.5 && b.box.left < a.box.right - 0.5 && a.box.top < b.box.bottom - 1 && b.box.top < a.box.bottom - 1)
        faults.push(a.words + ' overlaps ' + b.words)
  return faults
})()`

/** Texts of HTML that stand out too little from what is behind them: below 4.5 to 1 (WCAG 2.1, 1.4.3). */
export const contrastFaults = `(() => {
  const numbers = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number)
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((one) => one / 255).map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
    return 0.2126 * x + 0.7152 * y + 0.0722 * z
  }
  const backOf = (element) => {
    for (let one = element; one !== null; one = one.parentElement) {
      const back = numbers(getComputedStyle(one).backgroundColor)
      if (back.length === 3 || back[3] > 0) return back
    }
    return [255, 255, 255]
  }
  const faults = new Set()
  for (const element of document.querySelectorAll('main *:not(svg *)')) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '')
    if (!hasText || element.matches(':disabled, option') || !element.checkVisibility({visibilityProperty: true})) continue
    const [a, b] = [light(numbers(getComputedStyle(element).color)), light(backOf(element))].sort((p, q) => q - p)
    const ratio = (a + 0.05) / (b + 0.05)
    if (ratio < 4.5) faults.add(element.tagName + '.' + element.className + ' ' + element.textContent.slice(0, 30) + ': ' + ratio.toFixed(2))
  }
  return [...faults]
})()`

/** How what has the focus is told from the rest; empty where it is not, and none where nothing has it. */
export const focusMark = `(() => {
  const element = document.activeElement
  if (element === document.body) return 'none'
  const {outlineStyle, outlineWidth} = getComputedStyle(element)
  if (outlineStyle !== 'none' && outlineWidth !== '0px') return 'outline'
  const rect = element.querySelector('rect')
  return rect !== null && parseFloat(getComputedStyle(rect).strokeWidth) >= 2 ? 'stroke' : ''
})()`
