import { type Lead, leadTabs } from '@hydra/records/indexeddb'

const PATIENCE_MS = 400

/**
 * Two tabs on one storage would be one peer twice: the first leads. Calls `onWaiting` where another does, and resolves
 * once that one is gone.
 */
export async function lead(name: string, onWaiting: () => void): Promise<Lead> {
  // A page that is being reloaded keeps its lead for a moment.
  const timer = setTimeout(onWaiting, PATIENCE_MS)
  const led = await leadTabs(name)
  clearTimeout(timer)
  return led
}
