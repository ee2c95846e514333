/**
 * Whether a value is an error. Not by `instanceof`: in a world of its own, as Jest makes for each file of tests, the errors
 * that Node throws are of another class `Error`.
 */
export function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]'
}
