import type { Files } from '../files.ts'
import type { PieceStore, PieceStoreClass } from './client.ts'

type Callback = Parameters<PieceStore['close']>[0]
type Wanted = { offset?: number; length?: number } | Callback | null

/** Pieces of a file that is here, read from its blocks when somebody asks: nothing is kept twice. */
export function piecesOf(files: Files, cid: string, bytes: number): PieceStoreClass {
  return class implements PieceStore {
    readonly chunkLength: number

    constructor(pieceBytes: number) {
      this.chunkLength = pieceBytes
    }

    put(_index: number, _bytes: Uint8Array, callback: Callback): void {
      callback(null)
    }

    get(index: number, wanted: Wanted, callback?: Callback): void {
      const [range, answer] = readWanted(wanted, callback)
      const from = index * this.chunkLength + (range.offset ?? 0)
      const to = Math.min(bytes, (index + 1) * this.chunkLength)
      const length = Math.min(to - from, range.length ?? to - from)
      files.get(cid, { offset: from, length, local: true }).then(
        (piece) => answer(null, piece),
        (error: unknown) => answer(asError(error)),
      )
    }

    close(callback: Callback): void {
      callback(null)
    }

    destroy(callback: Callback): void {
      callback(null)
    }
  }
}

/** Pieces in memory: no name that a torrent brings along is ever one on a disk. */
export class MemoryPieces implements PieceStore {
  readonly chunkLength: number
  readonly #pieces = new Map<number, Uint8Array>()

  constructor(pieceBytes: number) {
    this.chunkLength = pieceBytes
  }

  put(index: number, bytes: Uint8Array, callback: Callback): void {
    this.#pieces.set(index, bytes.slice())
    queueMicrotask(() => callback(null))
  }

  get(index: number, wanted: Wanted, callback?: Callback): void {
    const [{ offset = 0, length }, answer] = readWanted(wanted, callback)
    const piece = this.#pieces.get(index)
    queueMicrotask(() => {
      if (piece === undefined) answer(new Error(`Piece ${index} is not here.`))
      else answer(null, piece.subarray(offset, length === undefined ? undefined : offset + length))
    })
  }

  close(callback: Callback): void {
    queueMicrotask(() => callback(null))
  }

  destroy(callback: Callback): void {
    this.#pieces.clear()
    queueMicrotask(() => callback(null))
  }
}

function readWanted(wanted: Wanted, callback?: Callback): [{ offset?: number; length?: number }, Callback] {
  if (typeof wanted === 'function') return [{}, wanted]
  return [wanted ?? {}, callback ?? (() => {})]
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
