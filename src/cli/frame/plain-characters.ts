import process from 'node:process'

/** What stands for each sign of ours where the locale has plain ASCII alone. As wide as the sign, but for the ellipsis. */
const plain: Readonly<Record<string, string>> = {
  '✔': '+',
  '✖': 'x',
  '✘': 'x',
  '●': '*',
  '○': 'o',
  '◇': 'o',
  '▲': '!',
  '△': '!',
  '▼': 'v',
  '◆': '#',
  '‖': '=',
  '⇄': '=',
  '✂': '%',
  '→': '>',
  '←': '<',
  '↔': '=',
  '↑': '^',
  '↓': 'v',
  '━': '=',
  '─': '-',
  '│': '|',
  '█': '#',
  '▁': '.',
  '▂': ':',
  '▃': ':',
  '▄': '-',
  '▅': '=',
  '▆': '+',
  '▇': '*',
  '•': '-',
  '·': '-',
  '–': '-',
  '—': '-',
  '−': '-',
  '±': '~',
  '≠': '!',
  '╰': '`',
  '⋮': ':',
  '↻': '@',
  '×': 'x',
  '⏎': '>',
  '’': "'",
  '…': '...',
}
const spinner = '\u2800-\u28ff'
const signs = new RegExp(`[${Object.keys(plain).join('')}${spinner}]`, 'gu')

/** Whether the locale is C or POSIX. Where none is set, as in most containers, terminals take UTF-8. */
export function isPlainLocale(environment: Readonly<Record<string, string | undefined>>): boolean {
  const {LC_ALL, LC_CTYPE, LANG} = environment
  const locale = LC_ALL || LC_CTYPE || LANG
  return locale === 'C' || locale === 'POSIX'
}

/** The same text with plain characters for the signs that redislab writes; all other text stays. */
export function toPlainCharacters(text: string): string {
  return text.replace(signs, (sign) => plain[sign] ?? '*')
}

/** From here on, what is written as text to stdout and stderr has plain characters. */
export function writePlainCharacters(): void {
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream) as (...args: unknown[]) => boolean
    stream.write = (chunk: unknown, ...rest: unknown[]) =>
      write(typeof chunk === 'string' ? toPlainCharacters(chunk) : chunk, ...rest)
  }
}
