import { stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { watch } from 'chokidar'
import { sharePath, unshare } from '../files/share.ts'
import type { Log } from '../node/log.ts'
import type { HydraNode } from '../node/open-node.ts'
import { type KeptList, openKeptList } from '../services/kept-list.ts'

/** A file of the folder as it was when it was shared. */
interface Known {
  readonly cid: string
  readonly bytes: number
  readonly changedMs: number
  /** Whether it is here for the folder's sake: what was added by hand stays when it leaves the folder. */
  readonly own: boolean
}

interface Folder {
  readonly node: HydraNode
  readonly path: string
  readonly known: KeptList<Known>
  readonly log: Log
}

// Half a copy must not be shared, and a whole one within two seconds: what did not grow for this long is whole.
const WHOLE_AFTER_MS = 700
const LOOK_EVERY_MS = 100
// What browsers and editors call a file that is not done.
const NOT_DONE = /(?:^|\/)\.|\.(?:part|partial|crdownload|download|tmp|swp)$|~$/i

/** Shares what is dropped into a folder, and no longer what is taken out of it. */
export async function shareFolder(node: HydraNode, path: string, log: Log): Promise<{ close(): Promise<void> }> {
  const known = await openKeptList<Known>(join(node.configuration.dataDir, 'shared.json'))
  const folder: Folder = { node, path, known, log }
  const closing = new AbortController()
  let queue: Promise<unknown> = forgetMissing(folder)
  // One at a time: adding takes a core.
  const next = (work: (folder: Folder) => Promise<void>, file: string) => {
    const attempt = async () => (closing.signal.aborted ? undefined : work(folder))
    queue = queue.then(attempt).catch((error: unknown) => {
      if (!closing.signal.aborted) log.warn('a shared file was passed over', { file, reason: String(error) })
    })
  }
  const watcher = watch(path, {
    followSymlinks: false,
    ignored: (file) => NOT_DONE.test(relative(path, file)),
    awaitWriteFinish: { stabilityThreshold: WHOLE_AFTER_MS, pollInterval: LOOK_EVERY_MS },
  })
  const appeared = (file: string) => next((all) => share(all, relative(path, file), closing.signal), file)
  watcher.on('add', appeared).on('change', appeared)
  watcher.on('unlink', (file) => next((all) => forget(all, relative(path, file)), file))
  watcher.on('error', (error) => log.warn('the shared folder cannot be watched', { path, reason: String(error) }))
  return {
    async close() {
      closing.abort()
      await watcher.close()
      await queue
    },
  }
}

async function share({ node, path, known, log }: Folder, name: string, signal: AbortSignal): Promise<void> {
  const before = known.get(name)
  const file = join(path, name)
  const about = await stat(file)
  const state = { bytes: about.size, changedMs: about.mtimeMs }
  if (before?.bytes === state.bytes && before.changedMs === state.changedMs) return
  const provided = await providedBy(node)
  const { cid } = await sharePath(node, file, { signal })
  const own = !provided.has(cid) || known.entries().some(([, each]) => each.cid === cid && each.own)
  await known.set(name, { cid, ...state, own })
  if (before !== undefined && before.cid !== cid) await letGo({ node, known }, before)
  log.info('shared', { file: name, cid })
}

async function forget({ node, known, log }: Folder, name: string): Promise<void> {
  const before = known.get(name)
  if (before === undefined) return
  await known.delete(name)
  await letGo({ node, known }, before)
  log.info('no longer shared', { file: name, cid: before.cid })
}

/** What was taken out while nobody watched. */
async function forgetMissing(folder: Folder): Promise<void> {
  for (const [name] of folder.known.entries()) {
    const isThere = await stat(join(folder.path, name)).then(
      () => true,
      () => false,
    )
    if (!isThere) await forget(folder, name)
  }
}

async function letGo({ node, known }: Pick<Folder, 'node' | 'known'>, { cid, own }: Known): Promise<void> {
  if (!own || known.entries().some(([, other]) => other.cid === cid)) return
  await unshare(node, cid)
}

async function providedBy({ peer }: HydraNode): Promise<Set<string>> {
  const cids = new Set<string>()
  for await (const { cid } of peer.files.provided()) cids.add(cid)
  return cids
}
