/** A clock that is off by less than this harms nothing. */
export const MOST_OFF_MS = 3_600_000

const MOST_ASKED = 8
const ANSWERS_WITHIN_MS = 3_000

/**
 * How far the clocks of neighbours are ahead of this one. Nodes answer HTTP where they take WebSocket, and every answer
 * has a date, a refusal too. Nobody is asked who is not connected anyway.
 */
export async function clockOffsets(
  addresses: readonly string[],
  { now = Date.now, fetch = globalThis.fetch }: { now?: () => number; fetch?: typeof globalThis.fetch } = {},
): Promise<number[]> {
  const urls = [...new Set(addresses.flatMap((address) => urlOf(address) ?? []))].slice(0, MOST_ASKED)
  const answers = await Promise.allSettled(
    urls.map(async (url) => {
      const signal = AbortSignal.timeout(ANSWERS_WITHIN_MS)
      const { headers } = await fetch(url, { method: 'HEAD', redirect: 'manual', signal })
      return Date.parse(headers.get('date') ?? '') - now()
    }),
  )
  return answers.flatMap((answer) =>
    answer.status === 'fulfilled' && !Number.isNaN(answer.value) ? [answer.value] : [],
  )
}

/** The page of whoever listens at such an address. */
function urlOf(address: string): string | undefined {
  const [, kind, host, port, tls] =
    /^\/(ip4|ip6|dns[46]?)\/([^/]+)\/tcp\/(\d+)(\/tls)?\/(?:ws|http)(?:\/|$)/.exec(address) ?? []
  if (host === undefined) return undefined
  return `${tls ? 'https' : 'http'}://${kind === 'ip6' ? `[${host}]` : host}:${port}/healthz`
}

export function hoursOf(ms: number): string {
  const hours = Math.round(Math.abs(ms) / 3_600_000)
  return hours < 48 ? `${hours} ${hours === 1 ? 'hour' : 'hours'}` : `${Math.round(hours / 24)} days`
}
