const font = {width: 8.4, height: 19, size: 14}
const padding = 18
const bar = 34

/** What the escape sequences of our own output mean: a class that goes on, or the end of some. */
const styles = {
  1: 'bold',
  2: 'dim',
  31: 'red',
  32: 'green',
  33: 'yellow',
  34: 'blue',
  35: 'magenta',
  36: 'cyan',
  91: 'red',
  92: 'green',
  93: 'yellow',
  94: 'blue',
  95: 'magenta',
  96: 'bright',
}
const colours = ['red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'bright']
const endings = {0: [...colours, 'bold', 'dim'], 22: ['bold', 'dim'], 39: colours}

/** Lines of a terminal, with their colours, as an SVG that needs nothing but a font with fixed widths. */
export function drawTerminal(lines, {columns}) {
  const width = Math.round(columns * font.width + 2 * padding)
  const height = Math.round(lines.length * font.height + bar + padding)
  const texts = lines.flatMap((line, row) => {
    const y = bar + (row + 1) * font.height - 5
    return runsOf(line).map(({text, classes, column}) => {
      const x = (padding + column * font.width).toFixed(1)
      const style = classes.length === 0 ? '' : ` class="${classes.join(' ')}"`
      const length = (text.length * font.width).toFixed(1)
      return `<text x="${x}" y="${y}"${style} textLength="${length}">${escapeXml(text)}</text>`
    })
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="redislab up and redislab kill master --watch in a terminal">
<style>
text { font: ${font.size}px ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: #d7dce2; white-space: pre }
.bold { font-weight: 700; fill: #fff } .dim { fill: #7d8794 } .red { fill: #f47067 } .green { fill: #6bc46d } .yellow { fill: #daaa3f }
.blue { fill: #6cb6ff } .magenta { fill: #dcbdfb } .cyan { fill: #56d4dd } .bright { fill: #b3f0ff }
</style>
<rect width="${width}" height="${height}" rx="10" fill="#1b1f24"/>
<circle cx="20" cy="17" r="6" fill="#ed6a5e"/><circle cx="40" cy="17" r="6" fill="#f5bf4f"/><circle cx="60" cy="17" r="6" fill="#61c554"/>
${texts.join('\n')}
</svg>
`
}

/** The parts of a line that look the same, without the blanks around them, each with the column that it begins at. */
function runsOf(line) {
  const runs = []
  const active = new Set()
  let column = 0
  for (const part of line.split(/(\u001B\[\d+m)/)) {
    const code = /^\u001B\[(\d+)m$/.exec(part)?.[1]
    if (code === undefined) {
      for (const match of part.matchAll(/\S+(?: \S+)*/g)) {
        runs.push({text: match[0], classes: [...active], column: column + match.index})
      }
      column += part.length
    } else if (styles[code] !== undefined) active.add(styles[code])
    else if (endings[code] !== undefined) for (const style of endings[code]) active.delete(style)
    else throw new Error(`No style for the escape sequence ${code}.`)
  }
  return runs
}

function escapeXml(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
