// Assembles the WebAssembly modules and writes them into src/wasm as text, so that packages need no file beside them.
//
//   node packages/hns/scripts/build-wasm.ts
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import createWabt from 'wabt'
import { equihashModule } from './equihash-wat.ts'
import { sha256Module } from './sha256-wat.ts'

const LINE = 116

/** Each file of src/wasm and what stands in it. A test compares them with what is committed. */
export async function wasmFiles(): Promise<ReadonlyMap<string, string>> {
  const wabt = await createWabt()
  const modules = { equihash: equihashModule, sha256: sha256Module }
  const files = Object.entries(modules).map(([name, text]): [string, string] => {
    const { buffer } = wabt.parseWat(`${name}.wat`, text, { simd: true, bulk_memory: true }).toBinary({})
    return [`${name}.ts`, fileOf(name, Buffer.from(buffer).toString('base64'))]
  })
  return new Map(files)
}

function fileOf(name: string, base64: string): string {
  const lines = base64.match(new RegExp(`.{1,${LINE}}`, 'g')) ?? []
  return `// Assembled by scripts/build-wasm.ts out of scripts/${name}-wat.ts. Base64 of the module.\nexport const ${name.toUpperCase()} = \`\n${lines.join('\n')}\n\`\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, text] of await wasmFiles()) {
    writeFileSync(fileURLToPath(new URL(`../src/wasm/${name}`, import.meta.url)), text)
  }
}
