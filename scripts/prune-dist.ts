// Removes what earlier builds left of source files that are gone. `tsc -b` does not, and `pnpm pack` would publish it.
import { existsSync, globSync, rmSync } from 'node:fs'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

for (const file of globSync('{packages/*,examples/node}/dist/**/*.{js,d.ts,js.map,d.ts.map}', { cwd: root })) {
  const [folder = '', name = '', , ...rest] = file.split(sep)
  const source = join(folder, name, 'src', ...rest).replace(/(\.d\.ts|\.js)(\.map)?$/, '.ts')
  const bundled = rest.some((part) => part.endsWith('-bundle'))
  if (!bundled && !existsSync(join(root, source))) rmSync(join(root, file))
}
