import { createFiles, memoryBlocks } from '@hydra/files'
import { createFilesGateway } from '@hydra/files/gateway'
import { serveFromPage } from '@hydra/files/service-worker'
import { makeFilm } from './film.ts'

export { leave, pause, play, resume, seek } from './player.ts'

type Readable = Parameters<typeof createFilesGateway>[0]

const kept = createFiles({ blocks: memoryBlocks() })
/** Names that the tests know, and what is kept under them. */
const shelf = new Map<string, { blob: Blob; cid: string }>()
/** What was asked of this page's handler. */
const reads = { requests: 0, bytes: 0, left: 0 }

const files: Readable = {
  block: async (cid, options) => (await kept).block(cid, options),
  ls: async function* (path, options) {
    yield* (await kept).ls(path, options)
  },
  stat: async (name, options) => (await kept).stat(cidOf(name), options),
  async *stream(name, options) {
    reads.requests++
    let isWhole = false
    try {
      for await (const piece of (await kept).stream(cidOf(name), options)) {
        reads.bytes += piece.length
        yield piece
      }
      isWhole = true
    } finally {
      if (!isWhole) reads.left++
    }
  },
}

function cidOf(name: string): string {
  const found = shelf.get(name)
  if (!found) throw Object.assign(new Error('It is not on the shelf.'), { name: 'NotFoundError' })
  return found.cid
}

async function keep(name: string, blob: Blob): Promise<void> {
  shelf.set(name, { blob, cid: await (await kept).add(blob) })
}

let stopServing: () => void

/** Answers for this page and the others of its app. */
export async function serve(script = './worker.js'): Promise<void> {
  const gateway = createFilesGateway(files)
  const slow = async ({ url, signal }: Request) => trickle(Number(new URL(url).searchParams.get('ms')), signal)
  // What the gateway's headers are there for: the same page without them.
  const bare = async () => new Response(shelf.get('page')?.blob, { headers: { 'content-type': 'text/html' } })
  const routes = { '/files/bare': bare, '/files/': gateway, '/services/slow': slow }
  stopServing = await serveFromPage({ script, routes })
}

export function stop(): void {
  stopServing()
}

/** A byte, silence for so long, and another byte. */
function trickle(ms: number, signal: AbortSignal): Response {
  let sent = 0
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>) => {
    if (sent > 0) await new Promise((resolve) => setTimeout(resolve, ms))
    if (sent === 2) return controller.close()
    controller.enqueue(Uint8Array.of(sent++))
  }
  signal.addEventListener('abort', () => void reads.left++)
  return new Response(new ReadableStream({ pull }, { highWaterMark: 0 }))
}

export async function size(url: string): Promise<number> {
  return (await (await fetch(url)).arrayBuffer()).byteLength
}

export async function status(url: string): Promise<number> {
  return (await fetch(url)).status
}

const channel = new BroadcastChannel('shelf')
channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (data !== 'take') return
  const blobs = new Map(Array.from(shelf, ([name, { blob }]) => [name, blob]))
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of this origin only, and takes none
  if (blobs.size > 0) channel.postMessage(blobs)
})

/** Takes what another tab of the app has. */
export async function take(): Promise<void> {
  const { promise: given, resolve } = Promise.withResolvers<Map<string, Blob>>()
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (data instanceof Map) resolve(data as Map<string, Blob>)
  })
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of this origin only, and takes none
  channel.postMessage('take')
  for (const [name, blob] of await given) await keep(name, blob)
}

export async function film(name: string, bytes: number, container: 'webm' | 'mp4'): Promise<number> {
  const blob = await makeFilm(bytes, container)
  await keep(name, blob)
  return blob.size
}

export async function text(name: string, content: string): Promise<void> {
  await keep(name, new Blob([content]))
}

export function readSoFar(): typeof reads {
  return { ...reads }
}

/** Draws a small picture and puts it on the shelf. */
export async function picture(name: string, width: number): Promise<void> {
  const canvas = new OffscreenCanvas(width, 10)
  canvas.getContext('2d')?.fillRect(0, 0, 5, 5)
  await keep(name, await canvas.convertToBlob({ type: 'image/png' }))
}

/** The width of a picture as `<img>` sees it. */
export async function show(url: string): Promise<number> {
  const image = new Image()
  image.src = url
  await image.decode()
  return image.naturalWidth
}
