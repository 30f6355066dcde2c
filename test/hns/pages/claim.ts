import { equihash, ledgerRules, type Names, practiceRules } from '@hydra/hns'
import { createKeyPair } from '@hydra/identity'
import { createPeer } from '@hydra/peer'
import { browserPeer } from '@hydra/peer/browser'

let names: Names

/** Opens the ledger, or one to practise on where work is named. */
export async function join(addresses: string[], work?: number): Promise<void> {
  const rules = work === undefined ? ledgerRules() : practiceRules({ puzzle: equihash(), work })
  const peer = await createPeer(browserPeer({ dial: addresses, dialPrivate: true, acceptWeak: true, rules }))
  names = peer.names
}

export interface Claimed {
  readonly key: string
  /** Milliseconds between one frame and the next. */
  readonly gaps: number[]
  readonly searches: number
}

/** Claims a name while the page animates. */
export async function claim(name: string): Promise<Claimed> {
  const animation = animate()
  let searches = 0
  const onProgress = (): void => void searches++
  const { key } = await names.claim(name, await createKeyPair(), { title: 'From a tab' }, { onProgress })
  return { key, gaps: animation.stop(), searches }
}

/** Animates through some searches of the ledger's puzzle: in workers as by default, or in the page itself. */
export async function mine(searches: number, where: 'workers' | 'page'): Promise<number[]> {
  const animation = animate()
  const stop = new AbortController()
  const onProgress = (): void => {
    if (--searches === 0) stop.abort()
  }
  const puzzle = where === 'page' ? equihash({ threads: 0 }) : equihash()
  await puzzle
    .solve(new Uint8Array(1), Number.MAX_SAFE_INTEGER, { signal: stop.signal, onProgress })
    .catch(() => undefined)
  return animation.stop()
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
  let last: number | undefined
  let isRunning = true
  const frame = (): void => {
    if (!isRunning) return
    const now = performance.now()
    if (last !== undefined) gaps.push(now - last)
    last = now
    box.style.left = `${now % 500}px`
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
  return {
    stop() {
      isRunning = false
      box.remove()
      return gaps
    },
  }
}
