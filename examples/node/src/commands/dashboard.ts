import { env, stdout } from 'node:process'
import { localCommand } from '../cli/command.ts'
import { CommandError } from '../cli/errors.ts'
import { findDaemon } from '../control/client.ts'
import { dashboardUrl } from '../dashboard/dashboard.ts'
import { openBrowser } from '../open-browser.ts'

export const dashboard = localCommand<{ url: string }>({
  summary: 'Opens the dashboard of the running node, or tells its address. Whoever has it can do all that you can.',
  example: 'hydra dashboard',
  async *local({ configuration: { dataDir } }) {
    const daemon = await findDaemon(dataDir)
    if (daemon === undefined)
      throw new CommandError(`No node runs in ${dataDir}. \`hydra start --dashboard\` starts one.`)
    const url = dashboardUrl(daemon)
    yield { result: { url } }
    if (stdout.isTTY && !env['CI']) openBrowser(url)
  },
  text: ({ url }) => url,
})
