import { readFile, rm, writeFile } from 'node:fs/promises'
import { createRecordSet } from '../create-record-set.ts'
import { sampleRecord, validateSample } from '../testing/sample.ts'
import { inspect } from './crash.fixture.ts'
import { openSqliteStore } from './sqlite-store.ts'

const RECORDS = 24

export interface Flips {
  readonly bytes: number
  harmless: number
  /** Opened, and said what was damaged. */
  reported: number
  /** Refused by a named error. */
  refused: number
  /** Lost without a word, or served wrong: there must be none. */
  readonly silent: number[]
}

/** Flips bits of every `step`-th byte of a small database in turn, and opens it each time. */
export async function flipBytes(path: string, step: number): Promise<Flips> {
  const set = await createRecordSet({ kind: 'sample', validate: validateSample, store: await openSqliteStore(path) })
  await set.addAll(Array.from({ length: RECORDS }, (_, i) => sampleRecord(i, 'x'.repeat(100))))
  await set.close()
  const sound = await readFile(path)
  const flips: Flips = { bytes: sound.length, harmless: 0, reported: 0, refused: 0, silent: [] }
  for (let at = 0; at < sound.length; at += step) await flipOne(path, sound, at, flips)
  return flips
}

async function flipOne(path: string, sound: Uint8Array, at: number, flips: Flips): Promise<void> {
  const damaged = Uint8Array.from(sound)
  damaged[at] = (damaged[at] as number) ^ (1 << (at % 8))
  await Promise.all(['-wal', '-shm'].map((suffix) => rm(`${path}${suffix}`, { force: true })))
  await writeFile(path, damaged)
  try {
    const { lost, corrupt, reports } = await inspect(
      path,
      Array.from({ length: RECORDS }, (_, i) => i),
    )
    if (corrupt > 0 || (lost.length > 0 && reports.length === 0)) flips.silent.push(at)
    else if (reports.length > 0) flips.reported++
    else flips.harmless++
  } catch (error) {
    if (error instanceof Error && error.name !== 'StoreLockedError' && error.name.startsWith('Store')) flips.refused++
    else throw error
  }
}
