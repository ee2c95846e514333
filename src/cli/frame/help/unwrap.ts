/**
 * Joins the lines of each paragraph, which the source breaks for itself, so that a terminal can wrap them at its own width.
 * Lines with columns (two blanks in a row) stay apart.
 */
export function unwrap(text: string): string {
  return text
    .split('\n\n')
    .map((paragraph) =>
      paragraph
        .split('\n')
        .reduce((joined, line) =>
          /\S {2,}\S/.test(line) || /\S {2,}\S.*$/.test(joined.split('\n').at(-1) ?? '')
            ? `${joined}\n${line}`
            : `${joined} ${line}`,
        ),
    )
    .join('\n\n')
}
