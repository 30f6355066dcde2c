// Import directions, published entry points only, libp2p in its places, index.ts as a contract.
import { posix } from 'node:path'
import { checkContract } from './contract-rules.ts'
import { conclude } from './faults.ts'
import { checkImports } from './import-rules.ts'
import { checkManifest } from './manifest-rules.ts'
import { parse } from './parse.ts'
import { isCode, listFiles, listPackages, listShared } from './workspace.ts'

const files = listFiles()
const packages = listPackages(files)
const known = [...packages, ...listShared(files)]
const parsed = files.filter(isCode).map(parse)
const contracts = parsed.filter(
  ({ path }) => /^packages\/[^/]+\/src\//.test(path) && posix.basename(path) === 'index.ts',
)

conclude(
  [
    ...packages.flatMap((own) => checkManifest(own, files)),
    ...parsed.flatMap((file) => checkImports(file, known)),
    ...contracts.flatMap(checkContract),
  ],
  `the imports of ${parsed.length} files and ${packages.length} packages`,
)
