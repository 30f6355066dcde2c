import type { RecordId } from '@hydra/records'
import { isNormalName } from '../name.ts'
import { payloadOf, skeletonOf } from '../skeleton.ts'
import { Graph, parentsFirst } from './graph.ts'
import { LookAlikes } from './look-alikes.ts'
import type { Node } from './node.ts'
import { Ranking } from './ranking.ts'
import { scoreOf, textOf } from './search.ts'

type Records = AsyncIterable<{ readonly id: RecordId; readonly bytes: Uint8Array }>

interface Said {
  readonly name: string
  readonly key: string
  readonly work: number
  readonly text: string
}

/** All that is held in memory of the blocks that a peer knows. */
export class Ledger {
  readonly graph = new Graph()
  readonly ranking = new Ranking(this.graph)
  readonly lookAlikes = new LookAlikes()
  /** What blocks say; only once somebody searched. */
  #said: Map<RecordId, Said> | undefined

  /** Takes in a block that the record set judged valid. */
  addBytes(id: RecordId, bytes: Uint8Array): void {
    if (this.#said !== undefined) this.#hear(this.#said, id, bytes)
    this.add(skeletonOf(id, bytes))
  }

  /** Takes in many at once: a store has them in an order of its own, in which most would have to wait. */
  async addAll(records: Records): Promise<void> {
    const nodes: Node[] = []
    for await (const { id, bytes } of records) {
      if (this.graph.numberOf(id) === undefined) nodes.push(skeletonOf(id, bytes))
    }
    for (const node of parentsFirst(nodes)) this.add(node)
  }

  /** Reads what all blocks say, so that it can be searched. */
  async listen(records: () => Records): Promise<void> {
    if (this.#said !== undefined) return
    const said = new Map<RecordId, Said>()
    this.#said = said
    for await (const { id, bytes } of records()) this.#hear(said, id, bytes)
  }

  #hear(said: Map<RecordId, Said>, id: RecordId, bytes: Uint8Array): void {
    const { name, key, work } = skeletonOf(id, bytes)
    if (isNormalName(name)) said.set(id, { name, key, work, text: textOf(name, payloadOf(bytes)) })
  }

  add(node: Node): void {
    // A name that no lookup reaches is never shown; its block gives credit to its past all the same.
    if (isNormalName(node.name)) this.lookAlikes.add(node.name)
    for (const number of this.graph.add(node)) this.ranking.add(number)
  }

  /** No longer finds what a block says. */
  forget(id: RecordId): void {
    this.#said?.delete(id)
  }

  /** Blocks that have words beginning with all of these, the best first; alike for every peer with the same blocks. */
  find(words: readonly string[]): { id: RecordId; name: string; key: string }[] {
    const found: { id: RecordId; name: string; key: string; work: number; score: number }[] = []
    for (const [id, { text, ...said }] of this.#said ?? []) {
      const score = words.length === 0 ? undefined : scoreOf(text, words)
      if (score !== undefined) found.push({ id, ...said, score })
    }
    return found.sort((a, b) => b.score - a.score || b.work - a.work || (a.id < b.id ? -1 : 1))
  }

  /** All blocks, the highest first, and before them those that wait; alike for every peer with the same blocks. */
  *log(): Iterable<Node & { readonly height: number | undefined }> {
    const { ids, names, keys, works, heights, waiting } = this.graph
    for (const node of [...waiting.all()].sort((a, b) => (a.id < b.id ? -1 : 1))) yield { ...node, height: undefined }
    const numbers = ids.map((_, number) => number)
    numbers.sort(
      (a, b) => (heights[b] as number) - (heights[a] as number) || ((ids[a] as string) < (ids[b] as string) ? -1 : 1),
    )
    for (const number of numbers) {
      const parents = [...this.graph.parentsOf(number)].map((parent) => ids[parent] as RecordId).sort()
      const [id, name, key] = [ids[number] as RecordId, names[number] as string, keys[number] as string]
      yield { id, name, key, work: works[number] as number, parents, height: heights[number] }
    }
  }
}
