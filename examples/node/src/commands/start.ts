import { env, stdout } from 'node:process'
import { renderUnicodeCompact } from 'uqr'
import { localCommand } from '../cli/command.ts'
import { CommandError } from '../cli/errors.ts'
import { findDaemon } from '../control/client.ts'
import { dashboardUrl } from '../dashboard/dashboard.ts'
import { openBrowser } from '../open-browser.ts'

interface Started {
  readonly url: string
  readonly peerId: string
  readonly addresses: readonly string[]
  readonly dataDir: string
  readonly sharedDir: string
  /** With the token in it: shown to a person at a terminal, and kept out of logs. */
  readonly dashboard?: string
}

/** Runs until it is told to stop. */
export const start = localCommand<Started>({
  summary: 'Runs a node: gateway, shared folder, and an ear for all other commands. Ctrl-C stops it.',
  example: 'hydra start --port 5000 --data ./my-node',
  options: {
    open: { type: 'flag', about: 'opens its page in a browser, where there is one' },
    dashboard: { type: 'flag', about: 'opens its dashboard in a browser, where there is one' },
  },
  settings: true,
  async *local({ configuration, commands }, { signal, flag }) {
    const running = await findDaemon(configuration.dataDir)
    if (running) {
      throw new CommandError(
        `A node runs in ${configuration.dataDir} already, at ${running.url}/. Commands go to it; --data DIR starts another.`,
      )
    }
    // All other commands do without these, and are quicker for it.
    const [{ startDaemon }, { createLog }] = await Promise.all([import('../node/daemon.ts'), import('../node/log.ts')])
    const log = createLog(configuration.settings.log)
    const daemon = await startDaemon(configuration, commands, log)
    try {
      const { node, sharedDir, takenPort, control } = daemon
      const { url } = node.peer.link.port
      if (takenPort !== undefined) yield { note: `Port ${takenPort} is taken, so this node has another one.` }
      const { peerId = '', addresses = [] } = node.peer.explain().link
      const dashboard = stdout.isTTY ? { dashboard: dashboardUrl(control) } : {}
      yield { result: { url: `${url}/`, peerId, addresses, dataDir: configuration.dataDir, sharedDir, ...dashboard } }
      // Only where somebody can see it: a terminal, and a display.
      const page = flag('dashboard') ? dashboardUrl(control) : flag('open') ? `${url}/` : undefined
      if (page !== undefined && stdout.isTTY && !env['CI']) openBrowser(page)
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve()
        signal.addEventListener('abort', () => resolve(), { once: true })
      })
    } finally {
      await daemon.close()
    }
    yield { note: 'Stopped.' }
  },
  text: ({ url, peerId, addresses, dataDir, sharedDir, dashboard = '`hydra dashboard` shows its address' }) =>
    [
      '',
      `Hydra is ready at ${url}`,
      ...(stdout.isTTY ? ['', renderUnicodeCompact(url)] : []),
      '',
      `Dashboard  ${dashboard}`,
      `Peer       ${peerId}`,
      `Data       ${dataDir}`,
      `Shared     ${sharedDir} (what is dropped there is shared)`,
      '',
      'Other peers reach it at',
      ...addresses.map((address) => `  ${address}`),
      '',
      'Press Ctrl-C to stop it.',
    ].join('\n'),
})
