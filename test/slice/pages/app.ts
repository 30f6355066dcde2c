import { Hono } from 'hono'
import { stream } from 'hono/streaming'

/** What the app saw, for the test to read. */
export const seen = { producedBytes: 0, aborted: 0, slow: 0 }

const PIECE_BYTES = 64 * 1024

/** An ordinary Hono app. It knows nothing of Hydra. */
export const app = new Hono()
  .get('/json', (context) => context.json({ path: context.req.path, greeting: `Hello, ${context.req.query('name')}` }))
  .post('/echo', async (context) => context.body(await context.req.arrayBuffer()))
  .get('/stream', (context) =>
    stream(context, async (body) => {
      const pieces = Number(context.req.query('bytes')) / PIECE_BYTES
      for (let piece = 0; piece < pieces && !body.aborted; piece++) {
        await body.write(new Uint8Array(PIECE_BYTES).fill(piece))
        seen.producedBytes += PIECE_BYTES
      }
    }),
  )
  .get('/slow', (context) => {
    seen.slow++
    const { signal } = context.req.raw
    return new Promise<Response>((resolve) => {
      signal.addEventListener('abort', () => {
        seen.aborted++
        resolve(context.text('nobody waits any more'))
      })
    })
  })
