import { ownOrigin } from '@hydra/picture-sharing/places'

/** Where a node listens, from its web address (`https://node.example`) or its multiaddr. */
export function nodeAddress(text: string): string {
  if (!/^https?:\/\//i.test(text)) return text
  const [address = ''] = ownOrigin(new URL(text)).nodes
  return address
}

/** Where `curl` reaches a node: its port speaks HTTP as well. Undefined where its address names no such port. */
export function gatewayOf(address: string): string | undefined {
  const [, kind, host = '', port = '', rest] =
    /^\/(ip4|ip6|dns[46]?)\/([^/]+)\/tcp\/(\d+)\/(tls\/ws|wss|ws)/.exec(address) ?? []
  if (kind === undefined) return undefined
  const isSecure = rest !== 'ws'
  const shown = kind === 'ip6' ? `[${host}]` : host
  const isUsual = port === (isSecure ? '443' : '80')
  return `${isSecure ? 'https' : 'http'}://${shown}${isUsual ? '' : `:${port}`}`
}
