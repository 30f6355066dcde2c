import { Hono } from 'hono'
import { streamSSE, streamText } from 'hono/streaming'
import { validator } from 'hono/validator'

/** An ordinary Hono app: routes, JSON, streams. Nothing in it knows where it runs. */
export const app = new Hono()
  .get('/greeting', (context) => context.json({ text: `Hello, ${context.req.query('name')}` }))
  .post('/notes/:id', validator('json', noteOf), (context) => {
    const { text } = context.req.valid('json')
    return context.json({ id: context.req.param('id'), length: text.length }, 201)
  })
  .get('/count', (context) =>
    streamText(context, async (stream) => {
      for (const word of ['one ', 'two ', 'three']) await stream.write(word)
    }),
  )
  .get('/ticks', (context) =>
    streamSSE(context, async (stream) => {
      for (let tick = 0; tick < 3; tick++) await stream.writeSSE({ event: 'tick', data: String(tick) })
    }),
  )
  .get('/old', (context) => context.redirect('/greeting?name=redirected'))

function noteOf(value: unknown): { text: string } {
  const text = typeof value === 'object' && value !== null && 'text' in value ? value.text : ''
  return { text: String(text) }
}
