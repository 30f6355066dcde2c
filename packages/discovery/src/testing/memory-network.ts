import type { Answerer, Calls } from '../calls.ts'
import { type Clock, orAbort } from '../clock.ts'
import type { Dialer, OpenConnection } from '../dialer.ts'
import { createListeners } from '../listeners.ts'

/** A network in memory: who is at which address, and who is connected to whom. */
export interface MemoryNetwork {
  /** Puts a peer at an address; it can be dialled there from now on. */
  join(peerId: string, address: string): MemoryPeer
}

export interface MemoryPeer {
  readonly dialer: Dialer
  readonly calls: Calls
  /** Ends all connections, and is at no address any more. */
  leave(): void
}

interface Member extends MemoryPeer {
  readonly peerId: string
  readonly address: string
  readonly links: Map<string, OpenConnection>
  readonly answerers: Map<string, Answerer>
  changed(): void
}

/** Creates an empty network. */
export function createMemoryNetwork(clock: Clock): MemoryNetwork {
  const members = new Map<string, Member>()

  function link(from: Member, to: Member): void {
    const sinceMs = clock.now()
    from.links.set(to.peerId, { peerId: to.peerId, address: to.address, outbound: true, sinceMs })
    to.links.set(from.peerId, { peerId: from.peerId, address: from.address, outbound: false, sinceMs })
    from.changed()
    to.changed()
  }

  function unlink(from: Member, peerId: string): void {
    if (!from.links.delete(peerId)) return
    const to = members.get(peerId)
    to?.links.delete(from.peerId)
    from.changed()
    to?.changed()
  }

  function join(peerId: string, address: string): MemoryPeer {
    const member = createMember(peerId, address)
    members.set(peerId, member)
    return member
  }

  function createMember(peerId: string, address: string): Member {
    const listeners = createListeners()
    const links = new Map<string, OpenConnection>()
    const answerers = new Map<string, Answerer>()
    const self = { peerId, address, links, answerers, changed: () => listeners.call() }
    const dialer: Dialer = {
      async dial(target, addresses, { signal }) {
        signal.throwIfAborted()
        const other = members.get(target)
        if (!other || !members.has(peerId) || !addresses.includes(other.address)) {
          throw new Error(`Nobody is at ${addresses.join(', ')}.`)
        }
        if (!links.has(target)) link(member, other)
      },
      hangUp: async (target) => unlink(member, target),
      connections: () => [...links.values()],
      onChange: listeners.add,
    }
    const calls: Calls = {
      neighbours: () => [...links.keys()],
      onChange: listeners.add,
      async ask(target, protocol, question, { signal }) {
        signal.throwIfAborted()
        const answerer = links.has(target) ? members.get(target)?.answerers.get(protocol) : undefined
        const answer = await orAbort(answerer?.({ peerId, address }, question) ?? Promise.resolve(undefined), signal)
        if (!answer) throw new Error(`${target} does not answer ${protocol}.`)
        return answer
      },
      async answer(protocol, answerer) {
        if (answerers.has(protocol)) throw new Error(`${protocol} is answered already.`)
        answerers.set(protocol, answerer)
        return () => void (answerers.get(protocol) === answerer && answerers.delete(protocol))
      },
    }
    const leave = (): void => {
      for (const target of Array.from(links.keys())) unlink(member, target)
      members.delete(peerId)
    }
    const member: Member = { ...self, dialer, calls, leave }
    return member
  }

  return { join }
}
