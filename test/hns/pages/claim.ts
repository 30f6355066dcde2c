import { createNames, equihash, ledgerRules, type Names, practiceRules, recordsOf } from '@hydra/hns'
import { createKeyPair } from '@hydra/identity'
import { createPeer, type Peer } from '@hydra/peer'
import { browserPeer, type NetworkLink } from '@hydra/peer/browser'
import { createRecordSet, memoryStore } from '@hydra/records'

let peer: Peer<NetworkLink>
let names: Names

/** Opens the ledger, or one to practise on where work is named. A page mines with one worker fewer than cores, or with 0. */
export async function join(addresses: string[], { work, threads }: { work?: number; threads?: 0 }): Promise<void> {
  peer = await createPeer(browserPeer({ dial: addresses, dialPrivate: true, acceptWeak: true }))
  const options = threads === undefined ? {} : { threads }
  const rules = work === undefined ? ledgerRules(options) : practiceRules({ puzzle: equihash(options), work })
  const records = await createRecordSet({ ...recordsOf(rules), store: memoryStore(), gossip: peer.records.gossip })
  peer.records.add(records)
  names = await createNames({ records, rules })
}

export interface Claimed {
  readonly key: string
  /** Milliseconds between one frame and the next. */
  readonly gaps: number[]
  readonly progress: number
}

/** Claims a name while the page animates. */
export async function claim(name: string): Promise<Claimed> {
  const animation = animate()
  let progress = 0
  const { key } = await names.claim(
    name,
    await createKeyPair(),
    { title: 'From a tab' },
    { onProgress: () => progress++ },
  )
  return { key, gaps: animation.stop(), progress }
}

/** Animates and does nothing else: how smooth this machine is. */
export async function idle(ms: number): Promise<number[]> {
  const animation = animate()
  await new Promise((resolve) => setTimeout(resolve, ms))
  return animation.stop()
}

function animate(): { stop(): number[] } {
  const box = document.body.appendChild(document.createElement('div'))
  box.style.cssText = 'position: absolute; width: 4em; height: 4em; background: teal'
  const gaps: number[] = []
  let last = performance.now()
  let isRunning = true
  const frame = (): void => {
    if (!isRunning) return
    const now = performance.now()
    gaps.push(now - last)
    last = now
    box.style.left = `${now % 500}px`
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
  return {
    stop() {
      isRunning = false
      box.remove()
      return gaps.slice(1)
    },
  }
}
