import { peerCommand } from '../cli/command.ts'
import { CommandError, UsageError } from '../cli/errors.ts'
import type { OwnService } from '../services/own-services.ts'

const text = ({ label, url, origin }: OwnService): string =>
  `${label}  ${url}  ${'target' in origin ? `for ${origin.target}` : `runs ${origin.title}`}`

export const servicesLs = peerCommand<OwnService>({
  summary: 'Lists what is hosted here.',
  example: 'hydra services ls',
  async *run({ own }) {
    for (const service of own.list()) yield { result: service }
  },
  text,
})

const DIRECT = { type: 'flag', about: 'fast, and neighbours see who asks or answers' } as const

export const servicesHost = peerCommand<OwnService>({
  summary: 'Hosts an HTTP server of this machine, now and after every restart, until it is stopped.',
  args: ['<url>'],
  options: { as: { type: 'text', about: 'its label here; its key grows from it', value: 'LABEL' }, direct: DIRECT },
  example: 'hydra services host http://localhost:3000 --as notes',
  async *run({ own }, { args: [target = ''], text, flag }) {
    const label = text('as') ?? labelOf(target)
    const options = { keep: true, ...(flag('direct') && { privacy: 'direct' as const }) }
    yield { result: await own.host(label, { target }, options) }
  },
  text,
})

export const servicesRun = peerCommand<OwnService>({
  summary: 'Runs a published service in the sandbox. Shows what it asks for; with --yes it is granted.',
  args: ['<manifest>'],
  options: {
    as: { type: 'text', about: 'its label here', value: 'LABEL' },
    yes: { type: 'flag', about: 'grants what it asks for' },
    direct: DIRECT,
  },
  example: 'hydra services run bafkrei… --yes',
  async *run({ own, registry }, { args: [cid = ''], text, flag, signal }) {
    const { manifest, asks } = await registry.inspect(cid, { signal })
    yield {
      note: [`${manifest.title} ${manifest.version}: ${manifest.description}`, ...asks.map((ask) => `  ${ask}`)].join(
        '\n',
      ),
    }
    if (!flag('yes')) throw new CommandError('Nothing runs yet. If you agree to that, say it again with --yes.')
    const origin = { manifest: cid, grant: manifest.permissions, title: manifest.title }
    const options = { keep: true, ...(flag('direct') && { privacy: 'direct' as const }) }
    yield { result: await own.host(text('as') ?? cid.slice(-8), origin, options) }
  },
  text,
})

export const servicesStop = peerCommand<{ label: string }>({
  summary: 'No longer hosts a service.',
  args: ['<label>'],
  example: 'hydra services stop notes',
  async *run({ own }, { args: [label = ''] }) {
    if (!(await own.stop(label))) throw new CommandError(`There is no "${label}". \`hydra services ls\` lists what is.`)
    yield { result: { label } }
  },
  text: ({ label }) => `Stopped: ${label}`,
})

export const servicesFetch = peerCommand<never>({
  summary: 'Asks a service, and writes what it answers to standard output.',
  args: ['<url>'],
  options: {
    method: { type: 'text', about: 'usually GET, or POST where there is a body' },
    header: { type: 'list', about: 'such as "accept: application/json"' },
    body: { type: 'text', about: 'what is sent' },
    direct: DIRECT,
  },
  example: 'hydra services fetch hydra://notes/list',
  async *run({ peer }, { args: [address = ''], text, list, flag, signal }) {
    const body = text('body')
    const url = address.includes('://') ? address : `hydra://${address}`
    const response = await peer.services.fetch(url, {
      method: text('method') ?? (body === undefined ? 'GET' : 'POST'),
      headers: list('header').map(headerOf),
      ...(body !== undefined && { body }),
      ...(flag('direct') && { privacy: 'direct' as const }),
      signal,
    })
    for await (const bytes of response.body ?? []) yield { bytes }
    if (!response.ok) throw new CommandError(`It answered ${response.status} ${response.statusText}`.trimEnd())
  },
  text: () => '',
})

function labelOf(target: string): string {
  if (!URL.canParse(target)) throw new UsageError(`"${target}" is no URL. One looks like http://localhost:3000.`)
  return new URL(target).host
}

function headerOf(line: string): [string, string] {
  const at = line.indexOf(':')
  if (at < 1) throw new UsageError(`A header looks like "accept: text/plain", not "${line}".`)
  return [line.slice(0, at).trim(), line.slice(at + 1).trim()]
}
