import v8 from 'node:v8'

/**
 * From here on V8 takes no object for a lasting one because others of its making lasted. Where millions come and go it is
 * now and then mistaken, and then keeps every one of them until it sweeps the whole heap, a third of a gigabyte of logs later.
 */
export function neverTenure(): void {
  v8.setFlagsFromString('--no-allocation-site-pretenuring')
}
