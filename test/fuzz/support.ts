import fc from 'fast-check'

/** How often a property is tried. The seed is told when it fails; FUZZ_SEED and FUZZ_RUNS go back to it, or further. */
export const fuzz: fc.Parameters<unknown> = {
  numRuns: Number(process.env['FUZZ_RUNS'] ?? 300),
  ...(process.env['FUZZ_SEED'] === undefined ? {} : {seed: Number(process.env['FUZZ_SEED'])}),
}

/** Texts of every kind: ASCII, other scripts, control characters, halves of characters. */
export const anyText = fc.oneof(
  fc.string(),
  fc.string({unit: 'binary'}),
  fc.string({unit: fc.constantFrom(...'\u0000\n\r\t"\'\\{}#$ =\u001b[31m\u007f\u0085\u2028'), maxLength: 20}),
)

/** A text that somebody has cut, doubled or mixed up. */
export function mutated(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const edit = fc.record({
    kind: fc.constantFrom('cut', 'drop', 'double', 'put', 'digits'),
    at: fc.double({min: 0, max: 1, noNaN: true}),
    length: fc.nat({max: 30}),
    piece: fc.oneof(
      anyText,
      fc.constantFrom('-1', '99999999999999999999', 'NaN', '1e999', '', '[', ']', ':', '@'),
    ),
  })
  return fc.tuple(texts, fc.array(edit, {minLength: 1, maxLength: 4})).map(([text, edits]) =>
    edits.reduce((now, {kind, at, length, piece}) => {
      const from = Math.floor(at * now.length)
      const [before, after] = [now.slice(0, from), now.slice(from)]
      switch (kind) {
        case 'cut':
          return before
        case 'drop':
          return before + after.slice(length)
        case 'double':
          return before + after.slice(0, length) + after
        case 'digits':
          return before + after.replace(/\d+/, piece)
        default:
          return before + piece + after
      }
    }, text),
  )
}
