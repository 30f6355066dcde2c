import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { wasmFiles } from '../../scripts/build-wasm.ts'

it('is what its sources are assembled to, byte for byte', async () => {
  for (const [name, text] of await wasmFiles()) {
    expect(await readFile(new URL(name, import.meta.url), 'utf8'), name).toBe(text)
  }
})
