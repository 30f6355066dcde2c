import type { Slot } from '@hydra/identity'
import { memorySlot } from '@hydra/identity'
import { decodeRecord, encodeRecord } from '@hydra/records'
import { LocalListError } from './errors.ts'
import type { Node } from './ledger/node.ts'

// What one person pins, hides and drops by hand, and what was looked up: it fits a slot of 4 MiB at its longest.
const MAX_ENTRIES = 5_000

/** What this peer alone remembers about the ledger. Keys are in hex. */
export interface Local {
  /** The key that this user chose for a name. */
  readonly pins: Map<string, string>
  /** Keys and blocks that are not shown. */
  readonly hidden: Set<string>
  /** Blocks whose payload was dropped: what the ledger needs of them. */
  readonly pruned: Map<string, Node>
  /** The key that stood first when a name was looked up before. */
  readonly firsts: Map<string, string>
  /** Writes down what has changed; writes that come while one is under way are done as one. */
  save(): Promise<void>
}

export async function openLocal(slot: Slot = memorySlot()): Promise<Local> {
  const bytes = await slot.read()
  const lists = bytes === undefined ? EMPTY : decodeLocal(bytes)
  let saving: Promise<void> | undefined
  let isChanged = false
  const local: Local = {
    pins: new Map(lists.pins),
    hidden: new Set(lists.hidden),
    pruned: new Map(lists.pruned.map((node) => [node.id, node])),
    firsts: new Map(lists.firsts),
    save() {
      isChanged = true
      saving ??= write().finally(() => {
        saving = undefined
      })
      return saving
    },
  }
  const write = async (): Promise<void> => {
    while (isChanged) {
      isChanged = false
      await slot.write(encodeLocal(local), 'replace')
    }
  }
  return local
}

interface Lists {
  readonly pins: readonly [string, string][]
  readonly hidden: readonly string[]
  readonly pruned: readonly Node[]
  readonly firsts: readonly [string, string][]
}

const EMPTY: Lists = { pins: [], hidden: [], pruned: [], firsts: [] }

function encodeLocal({ pins, hidden, pruned, firsts }: Local): Uint8Array {
  for (const list of [pins, hidden, pruned]) if (list.size > MAX_ENTRIES) throw new LocalListError(MAX_ENTRIES)
  // The oldest are forgotten: they say only that a name once stood otherwise.
  for (const name of firsts.keys()) {
    if (firsts.size <= MAX_ENTRIES) break
    firsts.delete(name)
  }
  const lists: Lists = { pins: [...pins], hidden: [...hidden], pruned: [...pruned.values()], firsts: [...firsts] }
  return encodeRecord({ v: 1, ...lists })
}

// This peer's own bytes, which its slot keeps whole.
function decodeLocal(bytes: Uint8Array): Lists {
  const { v, ...lists } = decodeRecord(bytes) as Lists & { v: number }
  if (v !== 1) throw new LocalListError(MAX_ENTRIES)
  return lists
}
