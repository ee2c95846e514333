/**
 * Waits until every promise has ended, then gives all results or throws the first error. Unlike Promise.all nothing is
 * still under way when it throws: what must be undone is all there.
 */
export async function settleAll<Value>(promises: Iterable<Promise<Value>>): Promise<Value[]> {
  const outcomes = await Promise.allSettled(promises)
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return outcomes.map((outcome) => (outcome as PromiseFulfilledResult<Value>).value)
}
