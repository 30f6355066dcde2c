import { readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { runWriter, WRITER } from './crash.fixture.ts'

/** What a writer did, in order, as the kernel saw it. */
export type Step =
  | { readonly type: 'write'; readonly file: string; readonly at: number; readonly bytes: Uint8Array }
  | { readonly type: 'truncate'; readonly file: string; readonly length: number }
  | { readonly type: 'remove'; readonly file: string }
  | { readonly type: 'sync'; readonly file: string }
  | { readonly type: 'ack'; readonly order: number }

const CALLS = 'pwrite64,fsync,fdatasync,ftruncate,unlink,unlinkat,write'
// A disk writes a sector whole or not at all.
const SECTOR = 512

/** Records every write, sync and acknowledgement of a writer that is killed after a while. */
export async function record(path: string, logPath: string, ms: number): Promise<Step[]> {
  const trace = ['strace', '-f', '-y', '-xx', '-s', '1000000', '-e', `trace=${CALLS}`, '-o', logPath]
  await runWriter([...trace, process.execPath, WRITER, path], { acknowledged: 1, ms })
  const log = await readFile(logPath, 'latin1')
  return joinInterrupted(log.split('\n')).flatMap((line) => parse(line, path) ?? [])
}

/** A call that another thread interrupted stands on two lines. */
function joinInterrupted(lines: readonly string[]): string[] {
  const open = new Map<string, string>()
  return lines.flatMap((line) => {
    const thread = line.split(' ', 1)[0] ?? ''
    const start = line.indexOf(' <unfinished ...>')
    if (start >= 0) {
      open.set(thread, line.slice(0, start))
      return []
    }
    const resumed = / resumed>(.*)$/.exec(line)
    return resumed === null ? [line] : [`${open.get(thread) ?? ''}${resumed[1]}`]
  })
}

function parse(line: string, path: string): Step | undefined {
  const call = /^\d+\s+(\w+)\((.*)\)\s+= (\d+)/.exec(line)
  if (call === null) return undefined
  const [, name, args = ''] = call
  const texts = [...args.matchAll(/(?:<|")((?:\\x[0-9a-f]{2})+)(?:>|")/g)].map((match) => unescape(match[1] ?? ''))
  const file = texts.map((text) => Buffer.from(text).toString()).find((text) => text.startsWith(path))
  const numbers = args.split(',').map((part) => Number(part.trim()))
  if (name === 'write') return parseAck(texts.at(-1))
  if (file === undefined) return undefined
  if (name === 'pwrite64')
    return { type: 'write', file, at: numbers.at(-1) ?? 0, bytes: texts.at(-1) ?? new Uint8Array() }
  if (name === 'ftruncate') return { type: 'truncate', file, length: numbers.at(-1) ?? 0 }
  return { type: name?.startsWith('unlink') === true ? 'remove' : 'sync', file }
}

function parseAck(bytes: Uint8Array | undefined): Step | undefined {
  const ack = /^ack (\d+)\n$/.exec(Buffer.from(bytes ?? []).toString())
  return ack === null ? undefined : { type: 'ack', order: Number(ack[1]) }
}

function unescape(text: string): Uint8Array {
  return Uint8Array.from(text.match(/[0-9a-f]{2}/g) ?? [], (pair) => Number.parseInt(pair, 16))
}

/**
 * Writes into a folder what a disk holds if the power goes after so many steps: everything that was synced, and of the
 * rest whichever sectors `survives` picks. Returns what had been acknowledged by then.
 */
export async function losePower(
  steps: readonly Step[],
  after: number,
  folder: string,
  { survives, ignoreSyncs = false }: { survives: () => boolean; ignoreSyncs?: boolean },
): Promise<number[]> {
  const acknowledged: number[] = []
  const disks = new Map<string, { synced: Uint8Array; unsynced: Step[] }>()
  for (const step of steps.slice(0, after)) {
    if (step.type === 'ack') {
      acknowledged.push(step.order)
      continue
    }
    const disk = disks.get(step.file) ?? { synced: new Uint8Array(), unsynced: [] }
    if (step.type !== 'sync') disk.unsynced.push(step)
    else if (!ignoreSyncs) disks.set(step.file, { synced: apply(disk.synced, disk.unsynced, () => true), unsynced: [] })
    if (step.type !== 'sync' || ignoreSyncs) disks.set(step.file, disk)
  }
  for (const [file, { synced, unsynced }] of disks) {
    await writeFile(join(folder, basename(file)), apply(synced, unsynced, survives))
  }
  return acknowledged
}

function apply(file: Uint8Array, steps: readonly Step[], survives: () => boolean): Uint8Array {
  let content = file
  for (const step of steps) {
    if (step.type === 'truncate' && survives()) content = resized(content, step.length)
    // The folder is synced after the first transaction's journal is gone, before anything is acknowledged.
    if (step.type === 'remove') content = new Uint8Array()
    if (step.type === 'write') content = writeSectors(content, step.at, step.bytes, survives)
  }
  return content
}

function writeSectors(file: Uint8Array, at: number, bytes: Uint8Array, survives: () => boolean): Uint8Array {
  let content = file
  for (let from = 0; from < bytes.length; ) {
    const to = Math.min(bytes.length, from + SECTOR - ((at + from) % SECTOR))
    if (survives()) {
      content = content.length < at + to ? resized(content, at + to) : content
      content.set(bytes.subarray(from, to), at + from)
    }
    from = to
  }
  return content
}

function resized(file: Uint8Array, length: number): Uint8Array {
  // Room to grow is kept behind the array, or a log of thousands of writes is copied thousands of times.
  if (length <= file.buffer.byteLength) {
    const grown = new Uint8Array(file.buffer, 0, length)
    if (length > file.length) grown.fill(0, file.length)
    return grown
  }
  const content = new Uint8Array(new ArrayBuffer(2 * length), 0, length)
  content.set(file)
  return content
}
