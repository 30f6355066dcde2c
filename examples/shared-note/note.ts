import { type KeyPair, type PublicKey, parsePublicKey, verify } from '@hydra/identity'
import { createRecordSet, decodeRecord, encodeRecord, type RecordSet, type RecordStore } from '@hydra/records'
import * as Y from 'yjs'

/** A text that its members write together, online or not. */
export interface Note {
  /** For whoever brings records from peer to peer: `peer.records.add(note.records)`. */
  readonly records: RecordSet
  text(): string
  /** Changes the text. Resolves when the change is kept. */
  edit(change: (text: Y.Text) => void): Promise<void>
  /** Hears of each change, own or others'. Returns its own end. */
  onChange(listener: () => void): () => void
  close(): Promise<void>
}

export interface NoteOptions {
  /** Who may write. Everyone must name the same, or they would not agree on what is valid. */
  members: readonly PublicKey[]
  /** Signs what is written here. */
  author: KeyPair
  store: RecordStore
}

const PURPOSE = 'a change of a shared note'
const MAX_CHANGE_BYTES = 16 * 1024 // some pages pasted at once
const FROM_RECORDS = 'from records'

/** Opens a note: each change that Yjs makes is a record, signed by its author, and Yjs merges them in any order. */
export async function openNote({ members, author, store }: NoteOptions): Promise<Note> {
  const document = new Y.Doc()
  const text = document.getText()
  const records = await createRecordSet({
    kind: 'shared-note',
    store,
    maxRecordBytes: MAX_CHANGE_BYTES,
    async validate(bytes) {
      const change = readChange(bytes)
      if (!change || !members.includes(change.author)) return { valid: false, reason: 'No member wrote it.' }
      if (!(await verify(change.author, PURPOSE, change.update, change.signature)))
        return { valid: false, reason: 'Its signature is wrong.' }
      return { valid: true, order: change.signature.slice(0, 8) }
    },
  })
  const apply = ({ bytes }: { bytes: Uint8Array }) => {
    const change = readChange(bytes)
    if (change) Y.applyUpdate(document, change.update, FROM_RECORDS)
  }
  for await (const record of records.range()) apply(record)
  const stop = records.onAdd(apply)

  return {
    records,
    text: () => text.toJSON(),
    async edit(change) {
      const updates: Uint8Array[] = []
      const collect = (update: Uint8Array, origin: unknown) => origin !== FROM_RECORDS && updates.push(update)
      document.on('update', collect)
      document.transact(() => change(text))
      document.off('update', collect)
      for (const update of updates) {
        const signature = await author.sign(PURPOSE, update)
        await records.add(encodeRecord({ author: author.publicKey, update, signature }))
      }
    },
    onChange(listener) {
      document.on('update', listener)
      return () => document.off('update', listener)
    },
    async close() {
      stop()
      document.destroy()
      await records.close()
    },
  }
}

interface Change {
  readonly author: PublicKey
  readonly update: Uint8Array
  readonly signature: Uint8Array
}

/** The one door for bytes of others. */
function readChange(bytes: Uint8Array): Change | undefined {
  try {
    const { author, update, signature } = Object(decodeRecord(bytes)) as Record<string, unknown>
    if (typeof author !== 'string' || !(update instanceof Uint8Array) || !(signature instanceof Uint8Array)) return
    Y.decodeUpdate(update) // throws where Yjs could not read it
    return { author: parsePublicKey(author), update, signature }
  } catch {
    return undefined
  }
}
