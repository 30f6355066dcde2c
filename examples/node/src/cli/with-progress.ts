import type { Output, Progress } from './command.ts'

/** Runs work that calls back with its progress, and gives both: the newest progress, and what came out in the end. */
export async function* withProgress<T>(
  work: (onProgress: (progress: Progress) => void) => Promise<T>,
): AsyncGenerator<Output<never>, T> {
  let newest: Progress | undefined
  let wake = (): void => {}
  const result = work((progress) => {
    newest = progress
    wake()
  })
  const settled = result.then(
    () => true,
    () => true,
  )
  for (;;) {
    const called = new Promise<false>((resolve) => {
      wake = () => resolve(false)
    })
    if (newest === undefined && (await Promise.race([settled, called]))) return result
    if (newest !== undefined) yield { progress: newest }
    newest = undefined
  }
}
