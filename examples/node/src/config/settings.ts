import { type Kind, line, lines, oneOf, whole, yesNo } from './kinds.ts'

interface Setting<T> {
  readonly about: string
  readonly kind: Kind<T>
  readonly standard: T
  /** How the default is shown where it depends on the machine. */
  readonly shown?: string
}

const setting = <T>(standard: T, kind: Kind<T>, about: string): Setting<T> => ({ standard, kind, about })

/** What a person leaves to us, with what we then do. */
function optional<T>(kind: Kind<T>, about: string, shown: string): Setting<T | undefined> {
  return { standard: undefined, kind, about, shown }
}

/**
 * Every setting: in the file under this name (a dot is a TOML table), as a variable `HYDRA_…`, and as a flag of `start`.
 * Order is that of `config show`.
 */
export const SETTINGS = {
  port: optional(whole(0, 65_535), 'the one port; 0 takes any free one', '4937, or a free one'),
  listen: setting(['loopback'], lines('ADDRESS'), 'where to listen: "loopback", "all", or addresses of this machine'),
  public: setting(false, yesNo, 'answers HTTP requests of other machines: a public gateway, read only'),
  hosts: setting<readonly string[]>(
    [],
    lines('NAME'),
    'host names that the gateway answers for, besides this machine’s',
  ),
  origins: setting<readonly string[]>([], lines('ORIGIN'), 'origins whose pages may ask the gateway'),
  'requests-per-second': setting(20, whole(1, 100_000), 'of a public gateway: HTTP requests from one address group'),
  dial: setting<readonly string[]>([], lines('ADDRESS'), 'a peer to begin with'),
  shared: optional(line('DIR'), 'the folder whose files are shared', '<data>/shared'),
  app: optional(line('DIR'), 'the folder of the web page at `/`', 'the picture app, where it is built'),
  'accept-weak': setting(true, yesNo, 'goes on where fewer than three links hide this peer'),
  'dial-private': setting(false, yesNo, 'dials private addresses that strangers tell of'),
  log: setting('text', oneOf('text', 'json'), 'how the log is written'),
  'blocks.s3-bucket': optional(
    line('NAME'),
    'the bucket in which blocks are kept, which nodes may share',
    'none: <data>',
  ),
  'blocks.s3-endpoint': optional(line('URL'), 'the S3-compatible server that has it', 'Amazon'),
  'blocks.s3-region': setting('us-east-1', line('REGION'), 'its region'),
  'discovery.mdns': setting(true, yesNo, 'finds peers on the local network'),
  'discovery.mdns-interface': optional(
    line('ADDRESS'),
    'the address of the interface to look on',
    'the system’s choice',
  ),
  'discovery.mdns-port': setting(5353, whole(1, 65_535), 'its port'),
  'discovery.trackers': setting<readonly string[]>([], lines('URL'), 'a node to ask for peers over HTTP'),
  'discovery.dns': setting<readonly string[]>([], lines('DOMAIN'), 'a domain with dnsaddr records'),
  'i2p.only': setting(false, yesNo, 'is in I2P alone, by the router on this machine: shows nobody an address of it'),
  'i2p.sam-port': setting(7656, whole(1, 65_535), 'where that router’s SAM bridge is'),
  'i2p.hops': setting(3, whole(0, 7), 'peers on each way through I2P; fewer are quicker, and hide less'),
  'names.ledger': setting(
    'names',
    oneOf('names', 'practice'),
    'the ledger: the one of all, or one to try things out in',
  ),
} satisfies Record<string, Setting<never> | Setting<unknown>>

export type SettingName = keyof typeof SETTINGS

export type Settings = { readonly [Name in SettingName]: (typeof SETTINGS)[Name]['standard'] }

/** The flag of a setting: `discovery.mdns` is `--discovery-mdns`. */
export function flagOf(name: string): string {
  return name.replaceAll('.', '-')
}

/** The variable of a setting: `discovery.mdns` is `HYDRA_DISCOVERY_MDNS`. */
export function variableOf(name: string): string {
  return `HYDRA_${name.replaceAll(/[.-]/g, '_').toUpperCase()}`
}
