import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { until } from './debian-machine.ts'
import { needs, needsRoot } from './needs.ts'

const run = promisify(execFile)

/** A private I2P: routers of Debian's i2pd, each in a network namespace of its own, that know each other and nobody else. */
export interface I2pNetwork {
  /** The namespace of a router: what is run there finds its SAM bridge at 127.0.0.1:7656. */
  namespace(at: number): string
  /** The address of a router's machine, which nobody else is to learn. */
  host(at: number): string
  kill(at: number): Promise<void>
  start(at: number): Promise<void>
  close(): Promise<void>
}

export const ROUTERS = 10
// The last of them keep who is where for all. With fewer than five a router asks the internet for more, and there is none.
const FLOODFILLS = 5
// i2pd takes no routers of private ranges. These namespaces lead nowhere, so any other range is as good.
const NETWORK = '44.77.0'

export async function startI2pNetwork(): Promise<I2pNetwork> {
  needsRoot()
  needs({ i2pd: 'i2pd', ip: 'iproute2' })
  const folder = await mkdtemp(join(tmpdir(), 'hydra-i2p-'))
  const tag = `hy${process.pid}`
  const routers = new Map<number, ChildProcess>()
  const all = Array.from({ length: ROUTERS }, (_, at) => at + 1)
  const namespace = (at: number): string => `${tag}-${at}`
  const home = (at: number): string => join(folder, String(at))

  async function start(at: number): Promise<void> {
    const paths = [`--datadir=${home(at)}`, `--conf=${join(home(at), 'conf')}`, '--tunconf=/dev/null']
    const process = spawn('ip', ['netns', 'exec', namespace(at), 'i2pd', ...paths], { stdio: 'ignore' })
    routers.set(at, process)
    await until(async () => (await readFile(join(home(at), 'router.info'))).length > 0)
  }

  async function kill(at: number): Promise<void> {
    const process = routers.get(at)
    routers.delete(at)
    if (!process || process.exitCode !== null) return
    process.kill('SIGKILL')
    await once(process, 'exit')
  }

  async function close(): Promise<void> {
    await Promise.all(all.map(kill))
    for (const name of [...all.map(namespace), `${tag}-hub`]) await run('ip', ['netns', 'del', name]).catch(() => {})
    await rm(folder, { recursive: true, maxRetries: 5 })
  }

  try {
    await wire(tag, all, namespace)
    for (const at of all) {
      await mkdir(home(at))
      await writeFile(join(home(at), 'conf'), configuration(at, home(at)))
    }
    // Once, so that each makes its keys; and again, when each knows the others.
    await Promise.all(all.map(start))
    await Promise.all(all.map(kill))
    await introduce(all.map(home))
    await Promise.all(all.map(start))
  } catch (error) {
    await close()
    throw error
  }
  return { namespace, host: (at) => `${NETWORK}.${at}`, kill, start, close }
}

/** One bridge in a namespace of its own, and a cable from it to each machine. */
async function wire(tag: string, all: readonly number[], namespace: (at: number) => string): Promise<void> {
  const hub = `${tag}-hub`
  const ip = (line: string) => run('ip', line.split(' '))
  await ip(`netns add ${hub}`)
  await ip(`-n ${hub} link add br0 type bridge`)
  await ip(`-n ${hub} link set br0 up`)
  for (const at of all) {
    const name = namespace(at)
    await ip(`netns add ${name}`)
    await ip(`link add eth0 netns ${name} type veth peer name to${at} netns ${hub}`)
    await ip(`-n ${hub} link set to${at} master br0 up`)
    await ip(`-n ${name} addr add ${NETWORK}.${at}/24 dev eth0`)
    await ip(`-n ${name} link set eth0 up`)
    await ip(`-n ${name} link set lo up`)
  }
}

function configuration(at: number, home: string): string {
  return `reservedrange = false
log = file
logfile = ${home}/log
loglevel = warn
host = ${NETWORK}.${at}
port = ${12_000 + at}
netid = 77
nat = false
ipv4 = true
ipv6 = false
floodfill = ${at > ROUTERS - FLOODFILLS}
bandwidth = X
[ntcp2]
enabled = true
published = true
[ssu2]
enabled = false
[reseed]
verify = false
urls = https://127.0.0.1:1/
yggurls = https://127.0.0.1:1/
[http]
enabled = false
[httpproxy]
enabled = false
[socksproxy]
enabled = false
[sam]
enabled = true
address = 127.0.0.1
port = 7656
[upnp]
enabled = false
[nettime]
enabled = false
[exploratory]
inbound.length = 1
outbound.length = 1
`
}

/** What a reseed server does: each gets what the others say of themselves, under the hash of their identities. */
async function introduce(homes: readonly string[]): Promise<void> {
  const infos = await Promise.all(homes.map((home) => readFile(join(home, 'router.info'))))
  for (const [at, home] of homes.entries()) {
    for (const [other, info] of infos.entries()) {
      if (other === at) continue
      const identity = info.subarray(0, 387 + info.readUInt16BE(385))
      const hash = createHash('sha256').update(identity).digest('base64').replaceAll('+', '-').replaceAll('/', '~')
      const folder = join(home, 'netDb', `r${hash[0]}`)
      await mkdir(folder, { recursive: true })
      await writeFile(join(folder, `routerInfo-${hash}.dat`), info)
    }
  }
}
