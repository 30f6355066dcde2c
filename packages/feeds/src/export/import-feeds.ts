import { fingerprint } from '@hydra/identity'
import { decodeCircle } from '../circle-state.ts'
import { ImportError } from '../errors.ts'
import type { Feeds } from '../feeds.ts'
import { createValidate } from '../validate.ts'
import { createByteReader } from './byte-reader.ts'
import { type Block, DAG_CBOR, JSON_CODE, readCar } from './car.ts'
import { decodeManifest, type Manifest } from './manifest.ts'

export interface ImportOptions {
  /** Takes a block of a picture or video, verified. */
  onFile?: (cid: string, bytes: Uint8Array) => Promise<void>
  onProgress?: (event: { readonly entries: number; readonly ofEntries: number }) => void
  signal?: AbortSignal
}

export interface Imported {
  readonly entries: number
  readonly petnames?: Uint8Array
  /** Encrypted, as it was exported. */
  readonly identity?: Uint8Array
}

/** A file that can be read from its beginning twice: a `Blob`, or what opens one. */
export type ImportFile = Blob | (() => AsyncIterable<Uint8Array>)

/**
 * Takes in an export. All of it is checked before any of it is: throws `ImportError` where it cannot be. What is known
 * already is left as it is, so an import that a full disk cut off can be repeated.
 */
export async function importFeeds(feeds: Feeds, file: ImportFile, options: ImportOptions = {}): Promise<Imported> {
  return takeAll(feeds, file, await check(feeds, file, options.signal), options)
}

/** Takes in what was checked. */
export async function takeAll(
  feeds: Feeds,
  file: ImportFile,
  { entries, circle, petnames, identity }: Manifest,
  options: ImportOptions,
): Promise<Imported> {
  await feeds.circle.import(circle)
  await feeds.records.addAll(takeIn(file, entries, options))
  return { entries, ...(petnames && { petnames }), ...(identity && { identity }) }
}

/** What a file begins with. The rest is not looked at. */
export async function readManifest(file: ImportFile, signal?: AbortSignal): Promise<Manifest> {
  for await (const block of blocksOf(file, signal)) return decodedManifest(block)
  throw new ImportError('the file is empty')
}

/** Reads all of a file, and throws where any of it is damaged, not valid, or another author's. */
export async function check(
  of: Pick<Feeds, 'author'>,
  file: ImportFile,
  signal: AbortSignal | undefined,
): Promise<Manifest> {
  const validate = createValidate()
  let manifest: Manifest | undefined
  let entries = 0
  for await (const block of blocksOf(file, signal)) {
    if (manifest === undefined) manifest = manifestOf(block, of)
    if (block.cid.code !== DAG_CBOR) continue
    const verdict = await validate(block.bytes).catch((cause: unknown) => cause)
    if (!isValid(verdict)) throw new ImportError(`entry ${block.cid} is not valid`, { cause: verdict })
    entries++
  }
  if (manifest?.entries !== entries) {
    throw new ImportError(`${manifest?.entries} entries were written into it, and ${entries} are there`)
  }
  return manifest
}

function decodedManifest({ cid, bytes }: Block): Manifest {
  if (cid.code !== JSON_CODE) throw new ImportError('it is an archive of something else')
  return decodeManifest(bytes)
}

function manifestOf(block: Block, of: Pick<Feeds, 'author'>): Manifest {
  const manifest = decodedManifest(block)
  if (manifest.author !== of.author) {
    throw new ImportError(
      `it is the export of ${fingerprint(manifest.author)}, and you are ${fingerprint(of.author)}: restore that identity first`,
    )
  }
  try {
    decodeCircle(manifest.circle)
  } catch (cause) {
    throw new ImportError('its list of whom the author follows is damaged', { cause })
  }
  return manifest
}

async function* takeIn(file: ImportFile, ofEntries: number, options: ImportOptions): AsyncIterable<Uint8Array> {
  const { onFile, onProgress, signal } = options
  let entries = 0
  for await (const { cid, bytes } of blocksOf(file, signal)) {
    if (cid.code === JSON_CODE) continue
    if (cid.code !== DAG_CBOR) {
      await onFile?.(cid.toString(), bytes)
      continue
    }
    yield bytes
    entries++
    onProgress?.({ entries, ofEntries })
  }
}

async function* blocksOf(file: ImportFile, signal: AbortSignal | undefined): AsyncIterable<Block> {
  const reader = createByteReader(file instanceof Blob ? piecesOf(file) : file())
  try {
    for await (const block of readCar(reader)) {
      signal?.throwIfAborted()
      yield block
    }
  } finally {
    await reader.close()
  }
}

async function* piecesOf(file: Blob): AsyncIterable<Uint8Array> {
  const step = 1024 * 1024
  for (let at = 0; at < file.size; at += step) yield new Uint8Array(await file.slice(at, at + step).arrayBuffer())
}

function isValid(verdict: unknown): boolean {
  return typeof verdict === 'object' && verdict !== null && 'valid' in verdict && verdict.valid === true
}
