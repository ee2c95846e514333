import v8 from 'node:v8'

/**
 * From here on an expression such as (a+)+$ does not backtrack for ever, deaf to Ctrl-C: V8 goes on with an engine that
 * needs no more than linear time. Only expressions with look-around or back-references it cannot run so.
 */
export function boundRegexes(): void {
  v8.setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks')
}
