import {runInThisContext} from 'node:vm'

type Callable<Values extends readonly unknown[]> = (...values: Values) => unknown

/**
 * Calls a function as if the call stood where our own caller stands: `node:test` takes the place of a test from the source
 * of the caller of `test`, and has no option for it.
 *
 * @param ours our function that the program called
 */
export function callFromCaller<Values extends readonly unknown[]>(
  ours: (...values: never[]) => unknown,
  called: Callable<Values>,
  ...values: Values
): unknown {
  const place = placeOfCaller(ours)
  const file = place?.getFileName()
  if (place === undefined || file == null) return called(...values)
  const [line, column] = [place.getLineNumber() ?? 1, place.getColumnNumber() ?? 1]
  // The call is on the second line of the script, in the column of the caller's.
  const script = `(called, values) =>\n${' '.repeat(column - 1)}called(...values)`
  const call: (called: Callable<Values>, values: Values) => unknown = runInThisContext(script, {
    filename: file,
    lineOffset: line - 2,
  })
  return call(called, values)
}

function placeOfCaller(ours: (...values: never[]) => unknown): NodeJS.CallSite | undefined {
  const {prepareStackTrace} = Error
  const holder: {stack?: readonly NodeJS.CallSite[]} = {}
  Error.prepareStackTrace = (_, sites) => sites
  try {
    Error.captureStackTrace(holder, ours)
    return holder.stack?.[0]
  } finally {
    Error.prepareStackTrace = prepareStackTrace
  }
}
