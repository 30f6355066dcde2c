import { joinBytes, utf8 } from '../bytes.ts'
import type { Link, NeighbourId } from '../link.ts'
import { channels, linkChannel } from '../link-channel.ts'
import type { Spread, SpreadCopy, Verdict } from '../spread.ts'

type Validate = (bytes: Uint8Array, from: NeighbourId) => Verdict | Promise<Verdict>

interface Held {
  readonly from: Set<NeighbourId>
  passedOn: boolean
}

/**
 * The simplest spread: everyone passes everything on to everyone at once. It points back at where a message began, and
 * costs as many copies as there are links: for tests only.
 */
export function flood(fullLink: Link): Spread {
  const link = linkChannel(fullLink, channels.spread)
  const validators = new Map<string, Validate>()
  const listeners = new Set<(copy: SpreadCopy) => void>()
  // Bounded by how long a test lasts.
  const held = new Map<string, Held>()

  function tell(copy: SpreadCopy): void {
    for (const listener of listeners) listener(copy)
  }

  function passOn(topic: string, bytes: Uint8Array, but: ReadonlySet<NeighbourId>): void {
    const name = utf8(topic)
    const frame = joinBytes(Uint8Array.of(name.length), name, bytes)
    for (const { id } of link.neighbours()) if (!but.has(id)) void link.send(id, frame).catch(() => {})
  }

  async function receive(from: NeighbourId, frame: Uint8Array): Promise<void> {
    const length = frame[0] ?? 0
    const topic = new TextDecoder().decode(frame.subarray(1, 1 + length))
    const bytes = frame.subarray(1 + length)
    const key = `${topic} ${bytes.join()}`
    const known = held.get(key)
    if (known) {
      if (!known.from.has(from)) tell({ topic, bytes, from, first: false, upstream: !known.passedOn })
      return void known.from.add(from)
    }
    const entry: Held = { from: new Set([from]), passedOn: false }
    held.set(key, entry)
    const verdict = await validators.get(topic)?.(bytes, from)
    if (verdict !== 'accept') return
    tell({ topic, bytes, from, first: true, upstream: true })
    entry.passedOn = true
    passOn(topic, bytes, entry.from)
  }

  const stop = link.onFrame((from, frame) => void receive(from, frame))
  return {
    async publish(topic, bytes) {
      held.set(`${topic} ${bytes.join()}`, { from: new Set(), passedOn: true })
      passOn(topic, bytes, new Set())
    },
    join(topic, validate) {
      validators.set(topic, validate)
      return () => void validators.delete(topic)
    },
    onCopy(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async close() {
      stop()
      listeners.clear()
    },
  }
}
