// All of a line of peers but the asker, on a thread of its own: three relays, and the host of a service that says what it is
// told. The asker's link is a neighbour of the first relay here, and its frames are messages.
import { createMemoryNetwork, createRouter, lazyTree, type NeighbourId, type Privacy } from '@hydra/router'
import { parentPort, workerData } from 'node:worker_threads'
import { collected } from './collected.fixture.ts'
import { createServices } from './services.ts'
import { UNHINDERED } from './testing/line.ts'

export type FromLine =
  | { readonly type: 'ready'; readonly url: string; readonly neighbour: NeighbourId }
  | { readonly type: 'frame'; readonly from: NeighbourId; readonly frame: Uint8Array }
  | { readonly type: 'used'; readonly mib: number }

export type ToLine =
  | { readonly type: 'link' }
  | { readonly type: 'frame'; readonly to: NeighbourId; readonly frame: Uint8Array }
  | { readonly type: 'used' }

const RELAYS = 3

const say = (message: FromLine): void => parentPort?.postMessage(message, [])
const privacy = workerData as Privacy
const network = createMemoryNetwork()
const [asker, ...others] = Array.from({ length: 1 + RELAYS + 1 }, () => network.add())
if (!asker) throw new Error('A line begins with its asker.')
const routers = others.map(({ link }) => createRouter({ link, spread: lazyTree({ link }), ...UNHINDERED }))
for (const [index, peer] of others.entries()) if (index > 0) network.connect(others[index - 1]!, peer)
const services = createServices({ router: routers.at(-1)! })
const { url } = await services.host(async (request) => new Response(await request.arrayBuffer()), { privacy })
asker.link.onFrame((from, frame) => say({ type: 'frame', from, frame }))
parentPort?.on('message', (message: ToLine) => {
  if (message.type === 'used') say({ type: 'used', mib: collected() })
  // Only now, or it would miss what neighbours tell each other when they meet.
  else if (message.type === 'link') network.connect(asker, others[0]!)
  // A frame that cannot be sent shows by what does not come back.
  else asker.link.send(message.to, message.frame).catch(() => undefined)
})
say({ type: 'ready', url, neighbour: others[0]!.id })
