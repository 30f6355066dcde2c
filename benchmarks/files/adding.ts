import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { createFiles } from '@hydra/files'
import { inTurns } from '../harness/in-turns.ts'
import { needProgram } from '../harness/peers.ts'
import type { Answer, RunOptions } from '../harness/question.ts'
import { cpuOf } from '../harness/resources.ts'
import { content } from './content.ts'

const nowhere = {
  has: () => false,
  put: async (cid: never) => cid,
  delete: () => {},
  async *get() {},
  async *getAll() {},
}

export async function adding({ short, seed, runs }: RunOptions): Promise<Answer> {
  const version = needProgram('openssl', 'version')
  const pieces = [...content((short ? 64 : 256) * 1024 * 1024, seed)]
  const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0)
  const files = await createFiles({ blocks: nowhere })
  async function* source() {
    yield* pieces
  }
  // openssl counts processor time as well: others may be busy on the machine.
  const ours = async () => bytes / (await cpuOf(() => files.add(source())))
  const sides = await inTurns({ ours, peer: opensslSpeed }, { runs, warmUp: true })
  return {
    ...sides,
    marks: [{ name: 'with two workers, ratio to one', better: 'more', goal: 1.7, value: undefined }],
    further: { bytes, openssl: version, workers: 'files has no workers that hash: the mark is not reached' },
  }
}

async function opensslSpeed(): Promise<number> {
  const options = ['speed', '-seconds', '1', '-bytes', '1048576', '-evp', 'sha256']
  const { stdout } = await promisify(execFile)('openssl', options)
  return Number(/([\d.]+)k\s*$/.exec(stdout)?.[1]) / 1_000
}
