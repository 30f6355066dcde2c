/** Processor time of this whole process, all threads, in microseconds: on a busy machine the clock tells of others' work. */
export async function cpuOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return user + system
}

/** Memory of this whole process in bytes, after a collection where the process may ask for one (`--expose-gc`). */
export function residentBytes(): number {
  globalThis.gc?.()
  return process.memoryUsage.rss()
}
