/** All cores in Node; in a page one less, so that it stays alive. */
export function defaultThreads(): number {
  const os = globalThis.process?.getBuiltinModule?.('node:os')
  return os ? os.availableParallelism() : Math.max(1, globalThis.navigator.hardwareConcurrency - 1)
}
