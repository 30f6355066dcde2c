import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { SeenRequest } from '@hydra/services'
import type { Commands } from '../cli/parse.ts'
import type { Configuration } from '../config/configuration.ts'
import type { ControlFile } from '../control/control-file.ts'
import { createFeed, type Seen } from '../dashboard/feed.ts'
import { createRecent } from '../dashboard/recent.ts'
import { keepTraffic } from '../dashboard/traffic-history.ts'
import { appFolder, serveApp } from '../gateway/app.ts'
import { createGuard } from '../gateway/guard.ts'
import { createRateLimit } from '../gateway/rate-limit.ts'
import { home, mountRoutes } from '../gateway/routes.ts'
import { createTraffic } from '../gateway/traffic.ts'
import { shareFolder } from '../watch/share-folder.ts'
import { alsoTo, type Log } from './log.ts'
import { type HydraNode, type OpenOptions, openNode } from './open-node.ts'
import { restWhenIdle } from './rest.ts'
import { takeCommands } from './take-commands.ts'

// "HYDRA" on a telephone's keys, less the last one.
const USUAL_PORT = 4937
// Who stops a node waits two seconds at most: this leaves one to close what is kept.
const LAST_REQUESTS_MS = 700
const SOCKETS = 4096
// For a page that is opened later: some minutes of a busy node.
const KEPT_REQUESTS = 300
const KEPT_LINES = 500

export interface Daemon {
  readonly node: HydraNode
  readonly sharedDir: string
  /** The usual port, where somebody else has it. */
  readonly takenPort: number | undefined
  /** Where it takes commands, and shows what it does. */
  readonly control: ControlFile
  /** Lets requests under way finish, and closes everything. May be called twice. */
  close(): Promise<void>
}

/** Starts a node with its gateway, its shared folder and its ear for commands. */
export async function startDaemon(configuration: Configuration, commands: Commands, ownLog: Log): Promise<Daemon> {
  const { settings, dataDir } = configuration
  const { public: isPublic, hosts, origins, listen } = settings
  const seen: Seen = { requests: createRecent(KEPT_REQUESTS), lines: createRecent(KEPT_LINES) }
  const log = alsoTo(ownLog, (level, text) => seen.lines.add({ atMs: Date.now(), level, text }))
  const traffic = createTraffic()
  const limit = createRateLimit(settings['requests-per-second'])
  const guard = createGuard({ isPublic, hosts, origins, limit })
  const limits = { maxSockets: SOCKETS, ...(!isPublic && { maxSocketsPerGroup: SOCKETS }) }
  const app = appFolder(settings.app)
  const opening = {
    listen,
    limits,
    handler: app === undefined ? home : serveApp(app, home),
    log,
    onRequest: (request: SeenRequest) => seen.requests.add(request, request.id),
    guard: (handler: Parameters<typeof guard>[0]) => guard(traffic.counted(handler)),
  }
  const { node, takenPort } = await onSomePort(configuration, opening)
  // What is undone at the end, the last first.
  const ends: (() => Promise<void>)[] = [() => node.close()]
  try {
    mountRoutes(node.peer.link.port, node, traffic)
    tellPeers(node, seen)
    const history = keepTraffic(() => node.peer.link.traffic())
    ends.push(async () => history.close())
    const feed = createFeed(node, seen, history)
    const { control, close } = await takeCommands(node, commands, { feed, traffic })
    ends.push(close)
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
      control,
      close() {
        // Pages that look on are no requests to wait for.
        feed.close()
        return (closed ??= traffic.close(LAST_REQUESTS_MS).then(() => undo(ends)))
      },
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

/** Who comes and goes, for the page that shows it: too much for the log of a node that runs for months. */
function tellPeers({ peer }: HydraNode, { lines }: Seen): void {
  const tell =
    (word: string) =>
    ({ detail }: CustomEvent<{ toString(): string }>): void =>
      lines.add({ atMs: Date.now(), level: 'info', text: `${word} ${detail.toString()}` })
  peer.link.node.addEventListener('peer:connect', tell('connected to'))
  peer.link.node.addEventListener('peer:disconnect', tell('no longer connected to'))
}
