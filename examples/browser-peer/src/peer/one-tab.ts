import { lead } from '@hydra/picture-sharing/lead'

const YIELD = 'yield'

/** Of all tabs of this origin one runs the peer; the others wait, and go on when it closes or gives way. */
export async function leadAlone(name: string, onWaiting: (takeOver: () => void) => void): Promise<void> {
  const channel = new BroadcastChannel(`${name} lead`)
  // A channel speaks to its own origin alone, and takes no target.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  const takeOver = (): void => channel.postMessage(YIELD)
  await lead(name, () => onWaiting(takeOver))
  channel.close()
}

/** Calls `close` once another tab wants to go on in this one's place, and then waits behind it. */
export function giveWay(name: string, close: () => Promise<void>): void {
  const channel = new BroadcastChannel(`${name} lead`)
  channel.addEventListener('message', ({ data }) => {
    // Loading anew lets go of the lock, and waits for it again.
    if (data === YIELD) void close().finally(() => location.reload())
  })
}
