import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const MAIN = fileURLToPath(new URL('../../examples/node/dist/main.js', import.meta.url))
// Mounts of the test's own, in a namespace that ends with it.
const inNamespace = (...args: string[]) =>
  spawnSync('unshare', ['--mount', ...args], { encoding: 'utf8', timeout: 60_000 })
const mayMount = inNamespace('mount', '-t', 'tmpfs', 'tmpfs', '/mnt').status === 0

const HYDRA = `export HYDRA_DATA=/mnt HOME=/mnt XDG_CONFIG_HOME=/mnt; hydra() { '${process.execPath}' '${MAIN}' "$@" 2>&1; echo "exit $?"; }`
const run = (script: string) => inNamespace('bash', '-c', `${HYDRA}; ${script}`).stdout

describe.runIf(mayMount)('a disk that will not take what it is given', () => {
  it('is named where nothing may be written', () => {
    const said = run('mount -t tmpfs -o ro tmpfs /mnt; hydra start --port 0; hydra id')
    expect(said).toMatch(/^✗ Could not write "\/mnt\/device": EROFS: .* the disk has room\.\nexit 1\n✗ .*\nexit 1\n$/)
  })

  it('is named when it fills, and the node goes on with the rest', () => {
    const said = run(`
      mount -t tmpfs -o size=6m tmpfs /mnt
      '${process.execPath}' '${MAIN}' start --port 0 --no-discovery-mdns > /dev/null 2>&1 & node=$!
      until [ -e /mnt/control.json ]; do sleep 0.2; done
      head -c 8000000 /dev/urandom | hydra files add -
      hydra feed post 'No room for this.'
      hydra peers ls
      kill $node; wait $node; echo "stopped $?"`)
    expect(said).toMatch(/✗ There is no space left where blocks are kept\. Remove something, or make space\.\nexit 1/)
    expect(said).toMatch(/✗ The records could not be written to disk\..*\nexit 1\n/)
    expect(said).toMatch(/exit 0\nstopped 0\n$/)
  })
})
