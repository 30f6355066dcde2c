/** Does something with each of many, a few at once, and yields the results in order. */
export async function* inOrder<In, Out>(
  many: AsyncIterable<In> | Iterable<In>,
  atOnce: number,
  work: (item: In) => Promise<Out>,
): AsyncGenerator<Out> {
  const running: Promise<Out>[] = []
  for await (const item of many) {
    const result = work(item)
    // Whoever reads hears of it in its turn.
    result.catch(() => undefined)
    running.push(result)
    const first = running.length < atOnce ? undefined : running.shift()
    if (first) yield await first
  }
  for (const result of running) yield await result
}
