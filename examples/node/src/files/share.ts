import { createReadStream } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Content, FileProgress } from '@hydra/files'
import { contentType, SNIFFED_BYTES } from '@hydra/files/gateway'
import type { HydraNode } from '../node/open-node.ts'
import { folderFiles } from './folder-files.ts'

export interface ShareOptions {
  /** Whether those who are told may learn that it is here. @default 'direct' */
  readonly privacy?: 'direct' | 'hidden'
  /** Stands in the global index, where everybody finds it. @default true */
  readonly listed?: boolean
  readonly name?: string
  readonly tags?: readonly string[]
  readonly description?: string
  readonly onProgress?: (event: FileProgress) => void
  readonly signal?: AbortSignal
}

export interface Shared {
  readonly cid: string
  readonly name: string
  readonly bytes: number
  readonly mediaType: string
}

// A folder is found by its name; what it holds is seen by whoever opens it.
const FOLDER = 'application/x-directory'

/** Adds a file or folder of this machine, tells others that it is here, and lists it in the index. */
export async function sharePath(node: HydraNode, path: string, options: ShareOptions = {}): Promise<Shared> {
  const { files } = node.peer
  const { onProgress, signal, name = basename(path) } = options
  const adding = { ...(signal && { signal }), ...(onProgress && { onProgress }) }
  const about = await stat(path)
  if (!about.isDirectory()) {
    const cid = await files.add(createReadStream(path), adding)
    return announce(node, { cid, name, bytes: about.size, mediaType: await mediaTypeOf(path, name) }, options)
  }
  const cid = await files.addFolder(folderFiles(path), adding)
  let bytes = 0
  for await (const entry of files.ls(cid)) bytes += entry.bytes ?? 0
  return announce(node, { cid, name, bytes, mediaType: FOLDER }, options)
}

/** The same for bytes that have no path. */
export async function shareContent(
  node: HydraNode,
  content: Content,
  options: ShareOptions & { name: string },
): Promise<Shared> {
  const { files } = node.peer
  const { signal, onProgress, name } = options
  const cid = await files.add(content, { ...(signal && { signal }), ...(onProgress && { onProgress }) })
  const found = await files.stat(cid)
  const start =
    found.type === 'file' ? await files.get(cid, { length: Math.min(SNIFFED_BYTES, found.bytes) }) : new Uint8Array()
  const bytes = found.type === 'file' ? found.bytes : 0
  return announce(node, { cid, name, bytes, mediaType: bare(contentType(name, start)) }, options)
}

/** No longer tells anybody of it, and keeps no block that nothing else needs. */
export async function unshare({ peer: { files } }: HydraNode, cid: string): Promise<void> {
  await files.withdraw(cid)
  await files.remove(cid)
}

async function announce(node: HydraNode, shared: Shared, options: ShareOptions): Promise<Shared> {
  const { files, index, identity } = node.peer
  const { privacy, listed = true, tags = [], description, signal } = options
  await files.provide(shared.cid, { ...(privacy && { privacy }), ...(signal && { signal }) })
  if (!listed) return shared
  // Not the author's key: who shares a file need not say in the same breath who they are.
  const publisher = await identity.serviceKey('files index')
  await index.publish(
    publisher,
    { ...shared, tags, ...(description && { description }) },
    { ...(signal && { signal }) },
  )
  return shared
}

async function mediaTypeOf(path: string, name: string): Promise<string> {
  let file: FileHandle | undefined
  try {
    file = await open(path)
    const { buffer, bytesRead } = await file.read(new Uint8Array(SNIFFED_BYTES), 0, SNIFFED_BYTES, 0)
    return bare(contentType(name, buffer.subarray(0, bytesRead)))
  } finally {
    await file?.close()
  }
}

const bare = (mediaType: string): string => mediaType.split(';')[0] ?? mediaType
