// Run as a child: replaces a value, and kills itself at one step of the file system, before, within or after it.
//   node crash.support.ts <path> <atomic|naive> <create|replace> <step>
import { writeFileSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import * as nodeFileSystem from 'node:fs/promises'
import type { FileSystem } from './atomic-write.ts'
import { atomicWrite } from './atomic-write.ts'

const [path = '', writer = '', mode = '', lastStep = ''] = process.argv.slice(2)
const NEW = new Uint8Array(4_096).fill(2)
let step = 0

function perhapsDie(): void {
  if (++step === Number(lastStep)) process.kill(process.pid, 'SIGKILL')
}

async function dyingAround<T>(work: () => Promise<T>): Promise<T> {
  perhapsDie()
  const result = await work()
  perhapsDie()
  return result
}

function dyingFile(file: FileHandle): FileHandle {
  const sync = file.sync.bind(file)
  const close = file.close.bind(file)
  file.writeFile = async (data) => {
    const bytes = data as Uint8Array
    perhapsDie()
    for (let end = 1_024; end <= bytes.length; end += 1_024) {
      await file.write(bytes, end - 1_024, 1_024)
      perhapsDie()
    }
  }
  file.sync = () => dyingAround(sync)
  file.close = () => dyingAround(close)
  return file
}

const dying: FileSystem = {
  open: async (name, flags, permissions) =>
    dyingFile(await dyingAround(() => nodeFileSystem.open(name, flags, permissions))),
  rename: (from, to) => dyingAround(() => nodeFileSystem.rename(from, to)),
  link: (from, to) => dyingAround(() => nodeFileSystem.link(from, to)),
  unlink: (name) => dyingAround(() => nodeFileSystem.unlink(name)),
  readdir: (name) => dyingAround(() => nodeFileSystem.readdir(name)),
}

/** What many programs do, as the control: the test must catch it. */
async function naiveWrite(): Promise<void> {
  const file = await dying.open(path, 'w', 0o600)
  await file.writeFile(NEW)
  await file.close()
}

if (writer === 'naive') await naiveWrite()
else await atomicWrite(dying, path, NEW, mode as 'create' | 'replace')
writeFileSync(1, `${step}`)
