import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { once } from 'node:events'
import { type Call, type Output, peerCommand } from '../cli/command.ts'
import { bytesText } from '../cli/progress-bar.ts'
import { withProgress } from '../cli/with-progress.ts'
import { CommandError, UsageError } from '../cli/errors.ts'
import { type Shared, shareContent, sharePath, unshare } from '../files/share.ts'
import type { HydraNode } from '../node/open-node.ts'

const HIDDEN = { type: 'flag', about: 'through the network, so that nobody learns who asks or who holds it' } as const

export const filesAdd = peerCommand<Shared>({
  summary: 'Shares files and folders: adds them, tells others, and lists them in the index.',
  args: ['<path...>'],
  paths: ['path'],
  options: {
    name: { type: 'text', about: 'what it is called in the index' },
    tag: { type: 'list', about: 'a word by which it is found' },
    description: { type: 'text', about: 'a sentence on it' },
    unlisted: { type: 'flag', about: 'not in the index: found by its CID alone' },
    hidden: HIDDEN,
  },
  example: 'hydra files add whale.jpg --tag sea',
  async *run(node, call) {
    const { args, text, flag, list, input, signal } = call
    const [name, description] = [text('name'), text('description')]
    if (name !== undefined && args.length > 1) throw new UsageError('--name is for one file. Add them one by one.')
    for (const path of args) {
      yield {
        result: yield* withProgress((report) => {
          const options = {
            ...(name !== undefined && { name }),
            ...(description !== undefined && { description }),
            ...(flag('hidden') && { privacy: 'hidden' as const }),
            tags: list('tag'),
            listed: !flag('unlisted'),
            signal,
            onProgress: ({ bytes }: { bytes: number }) => report({ what: path, done: bytes, unit: 'bytes' }),
          }
          return path === '-'
            ? shareContent(node, input, { ...options, name: name ?? 'untitled' })
            : sharePath(node, path, options)
        }),
      }
    }
  },
  text: ({ cid, name, bytes }) => `${cid}  ${name}  ${bytesText(bytes)}`,
})

export const filesGet = peerCommand<{ path: string; bytes: number }>({
  summary: 'Fetches a file by its CID to standard output, or to a file or folder.',
  args: ['<cid>', '[output]'],
  paths: ['output'],
  options: { hidden: HIDDEN },
  example: 'hydra files get bafkrei… whale.jpg',
  async *run(node, call) {
    const [cid = '', output] = call.args
    const found = await node.peer.files.stat(cid, looking(call))
    if (found.type === 'folder') {
      if (output === undefined) throw new UsageError('That is a folder. Say where it goes: `hydra files get CID DIR`.')
      yield* fetchFolder(node, cid, output, call)
      return
    }
    if (output !== undefined) {
      yield* fetchFile(node, cid, output, call)
      return
    }
    for await (const bytes of node.peer.files.stream(cid, looking(call))) yield { bytes }
  },
  text: ({ path, bytes }) => `${path}  ${bytesText(bytes)}`,
})

function looking({ flag, signal }: Call) {
  return { signal, ...(flag('hidden') && { privacy: 'hidden' as const }) }
}

type Fetched = AsyncGenerator<Output<{ path: string; bytes: number }>>

/** Whole or not at all: what is under way has another name. */
async function* fetchFile(node: HydraNode, cid: string, path: string, call: Call): Fetched {
  await mkdir(dirname(path), { recursive: true })
  const found = await node.peer.files.stat(cid, looking(call))
  const total = found.type === 'file' ? found.bytes : 0
  const [partly, file] = [`${path}.part`, createWriteStream(`${path}.part`)]
  let bytes = 0
  try {
    for await (const piece of node.peer.files.stream(cid, looking(call))) {
      if (!file.write(piece)) await once(file, 'drain')
      bytes += piece.length
      yield { progress: { what: path, done: bytes, total, unit: 'bytes' } }
    }
    await new Promise<void>((resolve, reject) =>
      file.end((error?: Error | null) => (error ? reject(error) : resolve())),
    )
    await rename(partly, path)
  } catch (error) {
    file.destroy()
    await rm(partly, { force: true })
    throw error
  }
  yield { result: { path, bytes } }
}

async function* fetchFolder(node: HydraNode, cid: string, path: string, call: Call): Fetched {
  await mkdir(path, { recursive: true })
  for await (const entry of node.peer.files.ls(cid, looking(call))) {
    // `ls` gives plain names only: nothing leads out of the folder.
    const inside = join(path, entry.name)
    if (entry.type === 'folder') yield* fetchFolder(node, entry.cid, inside, call)
    else yield* fetchFile(node, entry.cid, inside, call)
  }
}

interface Row {
  readonly cid: string
  readonly name?: string
  readonly type?: string
  readonly bytes?: number
  readonly privacy?: string
  readonly mediaType?: string
  readonly holders?: number
}

const row = ({ cid, name = '', type, bytes, privacy, holders }: Row): string =>
  [
    cid,
    name,
    type === 'folder' ? 'folder' : '',
    bytes === undefined ? '' : bytesText(bytes),
    privacy ?? '',
    holders === undefined ? '' : `${holders} ${holders === 1 ? 'other has' : 'others have'} it`,
  ]
    .filter(Boolean)
    .join('  ')

export const filesLs = peerCommand<Row>({
  summary: 'Lists what is shared here, or what a folder holds.',
  args: ['[cid]'],
  options: { holders: { type: 'flag', about: 'asks neighbours who else has them; of hidden ones it does not' } },
  example: 'hydra files ls',
  async *run({ peer: { files, index } }, call) {
    const [folder] = call.args
    if (folder !== undefined) {
      for await (const { name, cid, type, bytes } of files.ls(folder, looking(call))) {
        yield { result: { cid, name, type, ...(bytes !== undefined && { bytes }) } }
      }
      return
    }
    for await (const { cid, privacy } of files.provided()) {
      const [listed] = (await index.search('', { cid, limit: 1 })).entries
      const holders =
        call.flag('holders') && privacy === 'direct' ? await countHolders(files, cid, call.signal) : undefined
      const about = listed && { name: listed.name, bytes: listed.bytes, mediaType: listed.mediaType }
      yield { result: { cid, privacy, ...about, ...(holders !== undefined && { holders }) } }
    }
  },
  text: row,
})

// A neighbour has its answer in memory.
const ASK_MS = 3_000

async function countHolders(files: HydraNode['peer']['files'], cid: string, signal: AbortSignal) {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(ASK_MS)])
  let count = 0
  try {
    for await (const _ of files.holders?.(cid, { signal: limit }) ?? []) count++
  } catch {
    // Who does not answer is not counted.
    signal.throwIfAborted()
  }
  return count
}

export const filesKeep = peerCommand<{ cid: string }>({
  summary: 'Brings a file or folder here, keeps it, and tells others that it is here too.',
  args: ['<cid>'],
  options: { hidden: HIDDEN },
  example: 'hydra files keep bafkrei…',
  async *run({ peer: { files } }, call) {
    const { cid } = await files.stat(call.args[0] ?? '', looking(call))
    yield* withProgress((report) =>
      files.pin(cid, {
        ...looking(call),
        onProgress: ({ bytes, totalBytes }) =>
          report({ what: cid, done: bytes, unit: 'bytes', ...(totalBytes !== undefined && { total: totalBytes }) }),
      }),
    )
    await files.provide(cid, looking(call))
    yield { result: { cid } }
  },
  text: ({ cid }) => `Kept: ${cid}`,
})

export const filesSearch = peerCommand<Row & { readonly tags: readonly string[]; readonly mediaType: string }>({
  summary: 'Searches the global index on this machine. Nobody learns what was searched.',
  args: ['[words...]'],
  options: {
    tag: { type: 'text', about: 'only entries with this tag' },
    type: { type: 'text', about: 'only this media type: image/*', value: 'TYPE' },
    limit: { type: 'number', about: 'how many at most, usually 20' },
  },
  example: 'hydra files search whale --type "image/*"',
  async *run({ peer: { index } }, { args, text, number }) {
    const [tag, mediaType] = [text('tag'), text('type')]
    const options = { limit: number('limit') ?? 20, ...(tag && { tag }), ...(mediaType && { mediaType }) }
    const { entries } = await index.search(args.join(' '), options)
    for (const { cid, name, bytes, tags = [], mediaType } of entries)
      yield { result: { cid, name, bytes, tags, mediaType } }
    if (entries.length === 0) yield { note: 'Nothing was found here. The index grows as peers are met.' }
  },
  text: row,
})

export const filesRm = peerCommand<{ cid: string }>({
  summary: 'No longer shares a file or folder, and deletes it here. Others may have copies.',
  args: ['<cid...>'],
  example: 'hydra files rm bafkrei…',
  async *run(node, { args }) {
    for (const cid of args) {
      if (!(await isHere(node, cid))) throw new CommandError(`${cid} is not here. \`hydra files ls\` lists what is.`)
      await unshare(node, cid)
      yield { result: { cid } }
    }
  },
  text: ({ cid }) => `No longer shared: ${cid}`,
})

async function isHere({ peer: { files } }: HydraNode, cid: string): Promise<boolean> {
  return (await files.block(cid, { local: true })) !== undefined
}
