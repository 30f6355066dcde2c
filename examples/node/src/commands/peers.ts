import { peerIdFromString } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { peerCommand } from '../cli/command.ts'
import { CommandError } from '../cli/errors.ts'
import type { HydraNode } from '../node/open-node.ts'
import { type PeerRow, peerRows } from '../node/peer-rows.ts'

export const peersLs = peerCommand<PeerRow>({
  summary: 'Lists peers: who is connected and over what, which source found them, and why others are not.',
  example: 'hydra peers ls --json',
  async *run({ peer }) {
    for (const result of peerRows(peer.explain().link)) yield { result }
  },
  text: ({ peerId, state, over, relayed, roundTripMs, sources, why }) =>
    [
      peerId,
      over === undefined ? state : `${over}${relayed ? ', relayed' : ''}`,
      ...(roundTripMs === undefined ? [] : [`${Math.round(roundTripMs)} ms`]),
      sources.length > 0 ? `by ${sources.join(', ')}` : '',
      why ?? '',
    ]
      .filter(Boolean)
      .join('  '),
})

export const peersConnect = peerCommand<{ peerId: string }>({
  summary: 'Connects to a peer by its address.',
  args: ['<address>'],
  example: 'hydra peers connect /ip4/192.0.2.1/tcp/4937/ws',
  async *run(node, { args: [address = ''], signal }) {
    yield { result: { peerId: (await dial(node, address, signal)).toString() } }
  },
  text: ({ peerId }) => `Connected to ${peerId}`,
})

export const ping = peerCommand<{ peerId: string; ms: number }>({
  summary: 'Measures how long a peer takes to answer, by its id or its address.',
  args: ['<peer>'],
  options: { count: { type: 'number', about: 'how often' } },
  example: 'hydra ping /ip4/192.0.2.1/tcp/4937/ws --count 3',
  async *run(node, { args: [peer = ''], number, signal }) {
    const id = peer.startsWith('/') ? await dial(node, peer, signal) : peerIdOf(peer)
    const { services } = node.peer.link.node as unknown as {
      services: { ping: { ping(id: unknown, options: object): Promise<number> } }
    }
    for (let left = number('count') ?? 1; left > 0; left--) {
      yield { result: { peerId: id.toString(), ms: await services.ping.ping(id, { signal }) } }
    }
  },
  text: ({ peerId, ms }) => `${peerId}  ${Math.round(ms)} ms`,
})

async function dial({ peer }: HydraNode, address: string, signal: AbortSignal) {
  const at = addressOf(address)
  try {
    return (await peer.link.node.dial(at, { signal })).remotePeer
  } catch (cause) {
    if (signal.aborted) throw cause
    throw new CommandError(`Nobody answers at ${address}. Is the node there running? \`hydra doctor\` looks closer.`, {
      cause,
    })
  }
}

function addressOf(text: string) {
  try {
    return multiaddr(text)
  } catch (cause) {
    throw new CommandError(`"${text}" is no address. One looks like /ip4/192.0.2.1/tcp/4937/ws.`, { cause })
  }
}

function peerIdOf(text: string) {
  try {
    return peerIdFromString(text)
  } catch (cause) {
    throw new CommandError(`"${text}" is no peer id. \`hydra peers ls\` lists those that are known.`, { cause })
  }
}
