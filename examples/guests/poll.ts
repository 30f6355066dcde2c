// A poll, as a Hono app: anyone may ask, and each key that signs has one vote. Permissions: kv, randomness.
import type { GuestCapabilities } from '@hydra/services/registry'
import { Hono } from 'hono'

const MAX_OPTIONS = 10
const MAX_CHARS = 200

interface Poll {
  readonly question: string
  readonly options: readonly string[]
}

const app = new Hono<{ Bindings: GuestCapabilities }>()

app.post('/polls', async (context) => {
  const { question, options } = await context.req.json<Partial<Poll>>()
  const texts = [question, ...(Array.isArray(options) ? options : [])]
  const fits = texts.every((text) => typeof text === 'string' && text.length > 0 && text.length <= MAX_CHARS)
  if (!fits || texts.length < 3 || texts.length > MAX_OPTIONS + 1)
    return context.text('A question and some options, please.', 400)
  const id = crypto.randomUUID().slice(0, 8)
  await context.env.kv.set(`poll/${id}`, JSON.stringify({ question, options }))
  return context.json({ id }, 201)
})

app.post('/polls/:id/votes', async (context) => {
  const { kv, caller } = context.env
  const { id } = context.req.param()
  const poll = await pollOf(context.env, id)
  if (!poll) return context.notFound()
  // Whoever makes many keys has many votes: a poll among friends, no election.
  if (!caller) return context.text('Sign your request: a key has one vote.', 401)
  const { option } = await context.req.json<{ option?: string }>()
  if (!option || !poll.options.includes(option)) return context.text('That is no option.', 400)
  await kv.set(`vote/${id}/${caller}`, option)
  return context.json({ voted: option })
})

app.get('/polls/:id', async (context) => {
  const { id } = context.req.param()
  const poll = await pollOf(context.env, id)
  if (!poll) return context.notFound()
  const counts = new Map(poll.options.map((option) => [option, 0]))
  let after: string | undefined
  do {
    const page = await context.env.kv.list({
      prefix: `vote/${id}/`,
      limit: 1_000,
      ...(after !== undefined && { after }),
    })
    for (const [, option] of page) counts.set(option, (counts.get(option) ?? 0) + 1)
    after = page.at(-1)?.[0]
  } while (after !== undefined)
  return context.json({ question: poll.question, votes: Object.fromEntries(counts) })
})

async function pollOf({ kv }: GuestCapabilities, id: string): Promise<Poll | undefined> {
  const text = await kv.get(`poll/${id}`)
  return text === undefined ? undefined : JSON.parse(text)
}

export default app
