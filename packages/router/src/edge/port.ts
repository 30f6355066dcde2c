import { limits } from '../core/limits.ts'
import { windowGrowth } from '../core/queues.ts'
import { type Frame, type Label, type Reason, wireBytes } from '../frame.ts'
import type { Delay } from './tail.ts'

/** One stream between this peer's own end and its router: the same windows as between any two peers. */
export interface Channel {
  /** Whether a frame of the largest size may be sent now. */
  hasRoom(): boolean
  send(frame: Outgoing): void
  close(reason: Reason): void
  /** Set once, by whoever uses the channel. */
  listen(listeners: ChannelListeners): void
}

export type Outgoing =
  | { readonly kind: 'data'; readonly sealed: Uint8Array }
  | { readonly kind: 'reply'; readonly signature: Uint8Array; readonly sealed: Uint8Array }

export interface ChannelListeners {
  onFrame(frame: Outgoing): void
  onRoom(): void
  onClose(reason: Reason): void
  /** When what arrived has left room for more. */
  makeRoom: Delay
}

/** This peer's own end of all its streams. */
export interface EdgePort {
  open(label: Label, envelope: Uint8Array): Channel
  receive(frame: Frame): void
}

export interface EdgePortOptions {
  send: (frame: Frame) => void
  /** A request arrived for a service of ours. */
  onOpen: (channel: Channel, envelope: Uint8Array) => void
  /** An announcement of ours lost its stem. */
  onBroken: (announcement: Uint8Array) => void
}

interface Entry {
  channel: Channel
  listeners: ChannelListeners | undefined
  credit: number
  fullWindow: number
  owed: number
  /** Why it ended, for whoever listens later. */
  closed: Reason | undefined
}

const LARGEST = 16_383

export function createEdgePort(options: EdgePortOptions): EdgePort {
  const ours = new Map<number, Entry>()
  const theirs = new Map<number, Entry>()
  let next = 0

  function add(entries: Map<number, Entry>, number: number): Entry {
    const opener = entries === ours
    const channel: Channel = {
      hasRoom: () => entries.get(number) === entry && entry.credit >= LARGEST,
      send(frame) {
        const full = { ...frame, channel: number, opener }
        entry.credit -= wireBytes(full)
        options.send(full)
      },
      close(reason) {
        if (entries.get(number) !== entry) return
        entries.delete(number)
        options.send({ kind: 'reset', channel: number, opener, reason })
      },
      listen(listeners) {
        entry.listeners = listeners
        if (entry.closed) listeners.onClose(entry.closed)
      },
    }
    const { windowBytes } = limits
    const entry: Entry = {
      channel,
      listeners: undefined,
      credit: windowBytes,
      fullWindow: windowBytes,
      owed: 0,
      closed: undefined,
    }
    entries.set(number, entry)
    return entry
  }

  function onStreamFrame(frame: Extract<Frame, { kind: 'data' | 'reply' | 'credit' | 'reset' }>): void {
    const entries = frame.opener ? theirs : ours
    const entry = entries.get(frame.channel)
    if (!entry) return
    if (frame.kind === 'reset') {
      entries.delete(frame.channel)
      entry.closed = frame.reason
      return entry.listeners?.onClose(frame.reason)
    }
    if (frame.kind === 'credit') {
      entry.credit += frame.bytes
      return entry.listeners?.onRoom()
    }
    // As the next peer would that this one passed it on to: a peer that takes all it is sent has nothing behind it.
    const give = () => entries.get(frame.channel) === entry && makeRoom(entry, frame)
    if (entry.listeners) entry.listeners.makeRoom(give)
    else give()
    entry.listeners?.onFrame(frame)
  }

  function makeRoom(entry: Entry, frame: Extract<Frame, { kind: 'data' | 'reply' }>): void {
    entry.owed += wireBytes(frame)
    if (entry.owed < entry.fullWindow / 4) return
    const more = windowGrowth(entry.fullWindow, entry.owed, Number.POSITIVE_INFINITY)
    options.send({ kind: 'credit', channel: frame.channel, opener: !frame.opener, bytes: entry.owed + more })
    entry.fullWindow += more
    entry.owed = 0
  }

  return {
    open(label, envelope) {
      const number = next++ >>> 0
      const { channel } = add(ours, number)
      options.send({ kind: 'open', label, channel: number, envelope })
      return channel
    },
    receive(frame) {
      if (frame.kind === 'open') options.onOpen(add(theirs, frame.channel).channel, frame.envelope)
      else if (frame.kind === 'broken') options.onBroken(frame.announcement)
      else if (frame.kind === 'data' || frame.kind === 'reply' || frame.kind === 'credit' || frame.kind === 'reset') {
        onStreamFrame(frame)
      }
    },
  }
}
