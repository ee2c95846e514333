import fc from 'fast-check'

const {FUZZ_RUNS: runs = '300', FUZZ_SEED: seed = '7'} = process.env

/**
 * How often a property is tried, and from which seed: always the same, so that a change is judged the same way each time.
 * FUZZ_RUNS goes further, FUZZ_SEED=any elsewhere; the seed is told when a property fails.
 */
export const fuzz: fc.Parameters<unknown> = {
  numRuns: Number(runs),
  ...(seed === 'any' ? {} : {seed: Number(seed)}),
}

/** Texts of every kind: ASCII, other scripts, control characters, halves of characters. */
export const anyText = fc.oneof(
  fc.string(),
  fc.string({unit: 'binary'}),
  fc.string({unit: fc.constantFrom(...'\u0000\n\r\t"\'\\{}#$ =\u001b[31m\u007f\u0085\u2028'), maxLength: 20}),
)

/** From 0 up to 1, each place as likely as another: fc.double takes most of its numbers from beside 0. */
export const anyShare = fc.nat({max: 0xffff}).map((it) => it / 0x10000)

/** A text that somebody has cut, doubled or mixed up. */
export function mutated(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const edit = fc.record({
    kind: fc.constantFrom('cut', 'drop', 'double', 'put', 'digits'),
    at: anyShare,
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
