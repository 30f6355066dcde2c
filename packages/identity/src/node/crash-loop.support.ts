// Run as a child until it is killed: writes 1, 2, 3, … one after another, and reports each on stdout once it is durable.
//   node crash-loop.support.ts <path> <atomic|naive>
import { writeSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { fileSlot } from './file-slot.ts'

const [path = '', writer = ''] = process.argv.slice(2)
const slot = fileSlot(path)

for (let value = 1; ; value++) {
  const bytes = new Uint8Array(new Uint32Array(16_384).fill(value).buffer)
  if (writer === 'naive') await writeFile(path, bytes, { mode: 0o600 })
  else await slot.write(bytes, 'replace')
  writeSync(1, '.')
}
