// A link shortener: `POST /` takes a URL and gives a short path that leads there. Permissions: kv, randomness.
import type { GuestHandler } from '@hydra/services/registry'

const MAX_CHARS = 2_000
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789' // 32, none of which is taken for another

const fetch: GuestHandler = async (request, { kv }) => {
  if (request.method === 'POST') {
    const link = (await request.text()).trim()
    // No `javascript:` and no `data:`, which would run as the page that shows the link.
    if (link.length > MAX_CHARS || !URL.canParse(link) || !/^(https?|hydra):/.test(link)) {
      return new Response('A link that begins with http, https or hydra, please.', { status: 400 })
    }
    for (;;) {
      const path = name()
      // Of two that draw the same, one has it.
      if (await kv.add(`link/${path}`, link)) return new Response(path, { status: 201, headers: { location: path } })
    }
  }
  const path = new URL(request.url).pathname.split('/').at(-1) ?? ''
  const link = path && (await kv.get(`link/${path}`))
  if (!link) return new Response('No such link.', { status: 404 })
  return new Response(null, { status: 302, headers: { location: link } })
}

export default { fetch }

function name(): string {
  return [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => LETTERS[byte % LETTERS.length]).join('')
}
