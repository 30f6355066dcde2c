import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openNodeListener } from '@hydra/transports/node-listener'
import type { Commands } from '../cli/parse.ts'
import type { Configuration } from '../config/configuration.ts'
import { newToken, removeControlFile, writeControlFile } from '../control/control-file.ts'
import { CONTROL, controlHandler } from '../control/server.ts'
import { appFolder, serveApp } from '../gateway/app.ts'
import { createGuard } from '../gateway/guard.ts'
import { createRateLimit } from '../gateway/rate-limit.ts'
import { home, mountRoutes } from '../gateway/routes.ts'
import { createTraffic } from '../gateway/traffic.ts'
import { shareFolder } from '../watch/share-folder.ts'
import type { Log } from './log.ts'
import { type HydraNode, type OpenOptions, openNode } from './open-node.ts'
import { restWhenIdle } from './rest.ts'

// "HYDRA" on a telephone's keys, less the last one.
const USUAL_PORT = 4937
// Who stops a node waits two seconds at most: this leaves one to close what is kept.
const LAST_REQUESTS_MS = 700
const SOCKETS = 4096

export interface Daemon {
  readonly node: HydraNode
  readonly sharedDir: string
  /** The usual port, where somebody else has it. */
  readonly takenPort: number | undefined
  /** Lets requests under way finish, and closes everything. May be called twice. */
  close(): Promise<void>
}

/** Starts a node with its gateway, its shared folder and its ear for commands. */
export async function startDaemon(configuration: Configuration, commands: Commands, log: Log): Promise<Daemon> {
  const { settings, dataDir } = configuration
  const { public: isPublic, hosts, origins, listen } = settings
  const traffic = createTraffic()
  const limit = createRateLimit(settings['requests-per-second'])
  const guard = createGuard({ isPublic, hosts, origins, limit })
  const limits = { maxSockets: SOCKETS, ...(!isPublic && { maxSocketsPerGroup: SOCKETS }) }
  const app = appFolder(settings.app)
  const opening = {
    listen,
    limits,
    handler: app === undefined ? home : serveApp(app, home),
    guard: (handler: Parameters<typeof guard>[0]) => guard(traffic.counted(handler)),
  }
  const { node, takenPort } = await onSomePort(configuration, opening)
  // What is undone at the end, the last first.
  const ends: (() => Promise<void>)[] = [() => node.close()]
  try {
    mountRoutes(node, traffic)
    ends.push(await takeCommands(node, commands))
    const sharedDir = settings.shared ?? join(dataDir, 'shared')
    await mkdir(sharedDir, { recursive: true })
    const watching = await shareFolder(node, sharedDir, log)
    ends.push(() => watching.close())
    const work = restWhenIdle()
    ends.push(async () => work())
    await node.own.resume((label, error) => log.warn('a service could not be hosted', { label, reason: String(error) }))
    let closed: Promise<void> | undefined
    return {
      node,
      sharedDir,
      takenPort,
      close: () => (closed ??= traffic.close(LAST_REQUESTS_MS).then(() => undo(ends))),
    }
  } catch (error) {
    await undo(ends)
    throw error
  }
}

async function undo(ends: readonly (() => Promise<void>)[]): Promise<void> {
  for (const end of ends.toReversed()) await end()
}

/** On the port that was named, or on the usual one, or on any that is free. */
async function onSomePort(configuration: Configuration, options: Omit<OpenOptions, 'port'>) {
  const { port } = configuration.settings
  try {
    return { node: await openNode(configuration, { ...options, port: port ?? USUAL_PORT }), takenPort: undefined }
  } catch (error) {
    if (port !== undefined || !(error instanceof Error) || error.name !== 'PortUnavailableError') throw error
    return { node: await openNode(configuration, { ...options, port: 0 }), takenPort: USUAL_PORT }
  }
}

/** Hears commands. On a public node that is a port of its own, which no other machine can reach. */
async function takeCommands(node: HydraNode, commands: Commands): Promise<() => Promise<void>> {
  const { dataDir, settings } = node.configuration
  const token = newToken()
  const handler = controlHandler(node, commands, token)
  const own = settings.public ? await openNodeListener({ handler }) : undefined
  const unmount = own ? undefined : node.peer.link.port.mount(CONTROL, handler)
  await writeControlFile(dataDir, { url: own?.url ?? loopbackUrl(node), token, pid: process.pid })
  return async () => {
    await removeControlFile(dataDir)
    unmount?.()
    await own?.close()
  }
}

/** Where this machine reaches the port, which may listen on all addresses. */
function loopbackUrl({ peer }: HydraNode): string {
  const { addresses } = peer.link.port
  const [first] = addresses
  const any = addresses.find(({ host }) => host.startsWith('127.') || host === '0.0.0.0')
  if (any) return `http://127.0.0.1:${any.port}`
  const { host = '127.0.0.1', port = 0 } = first ?? {}
  return `http://${host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host}:${port}`
}
