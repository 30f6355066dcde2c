import { type NodeListener, openNodeListener } from '@hydra/transports/node-listener'
import type { Commands } from '../cli/parse.ts'
import { removeControlFile, writeControlFile } from '../control/control-file.ts'
import { CONTROL, controlHandler } from '../control/server.ts'
import { newToken } from '../control/token.ts'
import { DASHBOARD, dashboardHandler } from '../dashboard/dashboard.ts'
import type { Feed } from '../dashboard/feed.ts'
import { createGuard, problem } from '../gateway/guard.ts'
import { mountRoutes } from '../gateway/routes.ts'
import type { Traffic } from '../gateway/traffic.ts'
import { createRateLimit } from '../gateway/rate-limit.ts'
import type { HydraNode } from './open-node.ts'

interface Shown {
  readonly feed: Feed
  readonly traffic: Traffic
}

/** Hears commands, and shows itself. On a public node that is a port of its own, which no other machine can reach. */
export async function takeCommands(node: HydraNode, commands: Commands, { feed, traffic }: Shown) {
  const { dataDir, settings } = node.configuration
  const token = newToken()
  const own = settings.public ? await openOwnPort() : undefined
  const port = own ?? node.peer.link.port
  if (own) mountRoutes(own, node, traffic)
  const unmount = [
    port.mount(CONTROL, controlHandler(node, commands, token)),
    port.mount(DASHBOARD, dashboardHandler(feed, token)),
  ]
  const page = loopbackUrl(node)
  const control = { url: own?.url ?? page, page, token, pid: process.pid }
  await writeControlFile(dataDir, control)
  const close = async (): Promise<void> => {
    await removeControlFile(dataDir)
    for (const undo of unmount) undo()
    await own?.close()
  }
  return { control, close }
}

async function openOwnPort(): Promise<NodeListener> {
  const limit = createRateLimit(Number.POSITIVE_INFINITY)
  const guard = createGuard({ isPublic: false, hosts: [], origins: [], limit })
  const port = await openNodeListener({ handler: guard(async () => problem(404, 'There is nothing here.')) })
  return { ...port, mount: (path, handler) => port.mount(path, guard(handler)) }
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
