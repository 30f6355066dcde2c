import type { CID } from 'multiformats/cid'
import type { Block, BlockSource, Want } from '../block-source.ts'
import { wantsBelow } from '../below.ts'
import { MAX_BLOCK_BYTES } from '../codecs.ts'
import { concat } from '../joined.ts'
import { inOrder } from '../in-order.ts'
import { readCar } from './car-reader.ts'

export interface HttpSourceOptions {
  /** @default the global one */
  fetch?: (request: Request) => Promise<Response>
}

// As many as a browser keeps connections to one server by HTTP/1.1.
const MAX_REQUESTS = 6

/** A trustless gateway (https://specs.ipfs.tech/http-gateways/trustless-gateway/), by its address: `https://gateway.example`. */
export function httpSource(gateway: string, { fetch: request = fetch }: HttpSourceOptions = {}): BlockSource {
  const base = gateway.replace(/\/+$/, '')

  async function open(path: string, accept: string, signal: AbortSignal): Promise<Response | undefined> {
    const response = await request(new Request(`${base}/ipfs/${path}`, { headers: { accept }, signal }))
    if (response.ok && response.body) return response
    await response.body?.cancel()
    if (response.status === 404 || response.status === 410) return undefined
    throw new Error(`The gateway ${base} answers with status ${response.status}.`)
  }

  async function block(cid: CID, signal: AbortSignal): Promise<Block | undefined> {
    const response = await open(`${cid}?format=raw`, 'application/vnd.ipld.raw', signal)
    return response && { cid, bytes: await readBounded(response) }
  }

  /** The way down to a range, and its leaves, in one answer. */
  async function* tree({ cid: root, below = { from: 0, to: 0 } }: Want, signal: AbortSignal): AsyncGenerator<Block> {
    const range = `entity-bytes=${below.from}:${Math.max(below.from, below.to - 1)}`
    const response = await open(`${root}?format=car&dag-scope=entity&${range}`, 'application/vnd.ipld.car', signal)
    if (!response?.body) return
    const left = new Map<string, Want>([[root.toString(), { cid: root, below }]])
    // A gateway may send more than the range: what is not below it is passed over.
    for await (const found of readCar(response.body)) {
      const want = left.get(found.cid.toString())
      if (!want?.below) continue
      left.delete(found.cid.toString())
      for (const child of wantsBelow(found.cid, found.bytes, want.below)) left.set(child.cid.toString(), child)
      yield found
      if (left.size === 0) return
    }
  }

  async function* ask(wants: readonly Want[], { signal }: { signal: AbortSignal }): AsyncGenerator<Block> {
    for (const want of wants.filter(({ below }) => below)) yield* tree(want, signal)
    const plain = wants.filter(({ below }) => !below)
    for await (const found of inOrder(plain, MAX_REQUESTS, ({ cid }) => block(cid, signal))) if (found) yield found
  }

  return { name: 'http', privacy: 'direct', providers: () => [{ id: base, ask }] }
}

async function readBounded(response: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let sum = 0
  const reader = response.body?.getReader()
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
    if (done) return concat(parts)
    sum += value.length
    if (sum > MAX_BLOCK_BYTES) {
      await reader?.cancel()
      throw new Error(`A block has more than ${MAX_BLOCK_BYTES} bytes.`)
    }
    parts.push(value)
  }
}
