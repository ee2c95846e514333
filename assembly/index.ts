// What is done with every line of a log, compiled to WebAssembly: logs of gigabytes have many millions. Between
// two calls it remembers only where the known lines stand: everything else is in the memory, laid out by
// src/core/redis/lines/layout.ts, and asked for by src/core/redis/lines/line-memory.ts. What is rare is left to that side.

export {cut} from './cut'
export {frameKey, paint} from './paint'
export {recognise, setKnownLines} from './recognise'
