// What is done with every line of a log, compiled to WebAssembly: logs of gigabytes have many millions. Between two calls it
// remembers only where the known lines stand: everything else is in the memory, laid out by src/lines/layout.ts, and asked
// for by src/lines/line-memory.ts. What is rare is left to that side.

export {cut, take} from './cut'
export {frameKey, paint} from './paint'
export {cutPrefixed} from './prefixed'
export {setKnownLines} from './recognise'
