// What is changed in V8 holds for a whole process, and stays: for the command line only, never for the library, since a
// program's V8 is its own.
import v8 from 'node:v8'

/**
 * From here on an expression such as (a+)+$ does not backtrack for ever, deaf to Ctrl-C: V8 goes on with an engine that
 * needs no more than linear time. Only expressions with look-around or back-references it cannot run so.
 */
export function boundRegexes(): void {
  v8.setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks')
}

/**
 * From here on V8 takes no object for a lasting one because others of its making lasted. Where millions come and go it is
 * now and then mistaken, and then keeps every one of them until it sweeps the whole heap, a third of a gigabyte of logs later.
 */
export function neverTenure(): void {
  v8.setFlagsFromString('--no-allocation-site-pretenuring')
}

/**
 * From here on V8 sweeps its heap before it has grown to several times what lives in it. For what reads gigabytes and keeps
 * little: half the memory, and some tenth more time.
 */
export function keepHeapSmall(): void {
  v8.setFlagsFromString('--optimize-for-size')
}
