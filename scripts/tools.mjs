import { readFileSync } from 'node:fs'

const toolchain = new URL('../toolchain/node/package.json', import.meta.url)

/** The Node that a machine gets whose own is too old. */
export const PINNED_NODE = Object.values(JSON.parse(readFileSync(toolchain, 'utf8')).optionalDependencies)[0]

/** What each of the commands hands over to, once all is set up. */
export const commands = {
  start: { command: 'node', args: ['examples/node/dist/main.js', 'start', '--open'] },
  test: { command: 'node', args: ['scripts/test.mjs'] },
  bench: { command: 'node', args: ['benchmarks/bench.ts'] },
  help: {
    command: 'node',
    args: ['-e', 'console.log("Use: npm start, npm test [-- name of a test file], or npm run bench [-- G1]")'],
  },
}

/** Whether a version is at least another; both as major.minor. */
export function atLeast(version, wanted) {
  const [major, minor] = version.split('.').map(Number)
  const [wantedMajor, wantedMinor] = wanted.split('.').map(Number)
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
}
