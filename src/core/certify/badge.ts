const pixelsPerCharacter = 7
const padding = 12

/** A badge such as projects show in their README: how many scenarios a client passes. An SVG that needs no network. */
export function renderBadge({passed, total}: {readonly passed: number; readonly total: number}): string {
  const label = 'redislab certify'
  const value = `${passed} of ${total}`
  const [left, right] = [label, value].map((text) => text.length * pixelsPerCharacter + padding) as [
    number,
    number,
  ]
  const colour = passed === total ? '#2a7d3c' : passed * 2 >= total ? '#b26a00' : '#b3261e'
  const width = left + right
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="${label}: ${value}">
  <title>${label}: ${value}</title>
  <rect width="${left}" height="20" fill="#444"/>
  <rect x="${left}" width="${right}" height="20" fill="${colour}"/>
  <g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
    <text x="${left / 2}" y="14">${label}</text>
    <text x="${left + right / 2}" y="14">${value}</text>
  </g>
</svg>
`
}
