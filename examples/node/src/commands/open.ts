import { localCommand } from '../cli/command.ts'
import { CommandError } from '../cli/errors.ts'
import { findDaemon } from '../control/client.ts'
import { openBrowser } from '../open-browser.ts'
import { startApart } from '../service/start-apart.ts'

const STARTS_WITHIN_MS = 30_000
const LOOKS_EVERY_MS = 250

export const open = localCommand<{ url: string }>({
  summary: 'Opens the page of the node in a browser. Where no node runs, it starts one that stays.',
  example: 'hydra open',
  async *local({ configuration: { dataDir } }, { signal }) {
    let daemon = await findDaemon(dataDir)
    if (daemon === undefined) {
      await startApart(dataDir)
      daemon = await appears(dataDir, signal)
    }
    if (daemon === undefined) {
      throw new CommandError(
        `No node came up in ${dataDir} within ${STARTS_WITHIN_MS / 1000} s. \`hydra start\` tells why.`,
      )
    }
    const url = `${daemon.page}/`
    openBrowser(url)
    yield { result: { url } }
  },
  text: ({ url }) => url,
})

async function appears(dataDir: string, signal: AbortSignal) {
  const until = performance.now() + STARTS_WITHIN_MS
  while (performance.now() < until && !signal.aborted) {
    const daemon = await findDaemon(dataDir)
    if (daemon) return daemon
    await new Promise((resolve) => setTimeout(resolve, LOOKS_EVERY_MS))
  }
  return undefined
}
