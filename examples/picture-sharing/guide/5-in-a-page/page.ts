// The same in a tab: who this is, what was said and the pictures stay in the browser, and an <img> shows them by URL.
import { libp2pCalls } from '@hydra/discovery/libp2p'
import { overCalls, tracker } from '@hydra/discovery/tracker'
import { createFilesGateway } from '@hydra/files/gateway'
import { serveFromPage } from '@hydra/files/service-worker'
import { parsePublicKey } from '@hydra/identity'
import { createPeer } from '@hydra/peer'
import { browserPeer } from '@hydra/peer/browser'

// The node that serves this page introduces its visitors to each other, and then is needed no more.
const node = `/ip4/${location.hostname}/tcp/${location.port}/ws`
const { feeds, files } = await createPeer(
  browserPeer({
    name: 'guide',
    dial: [node],
    sources: (here) => [tracker({ topic: 'guide', ask: overCalls(libp2pCalls(here)) })],
    dialPrivate: true, // the node is on this very machine
    acceptWeak: true, // two people cannot hide among each other, and are told so
  }),
)
const gateway = createFilesGateway(files, { hosts: [location.hostname] })
await serveFromPage({ script: './service-worker.js', routes: { '/files/': gateway } })

// A link is a key: whoever opens it follows its owner.
const link = document.querySelector('a') as HTMLAnchorElement
link.href = `#${feeds.author}`
if (location.hash.length > 1) await feeds.circle.followed.add(parsePublicKey(location.hash.slice(1)))

const input = document.querySelector('input') as HTMLInputElement
input.addEventListener('change', () => void share(input.files?.[0]))
async function share(picture: File | undefined): Promise<void> {
  if (!picture) return
  const cid = await files.add(picture.stream())
  await files.provide(cid)
  await feeds.write({ type: 'post', text: '', media: [{ cid, mediaType: picture.type, alt: picture.name }] })
}

const shown = new Set<string>()
async function show(): Promise<void> {
  for await (const { id, body } of feeds.timeline()) {
    if (body.type !== 'post' || shown.has(id)) continue
    shown.add(id)
    for (const { cid, alt = '' } of body.media) {
      const image = document.querySelector('main')?.appendChild(document.createElement('img'))
      Object.assign(image ?? {}, { src: `./files/${cid}`, alt }) // from here, or from whoever has it
    }
  }
}
feeds.onEntry(() => void show())
await show()
