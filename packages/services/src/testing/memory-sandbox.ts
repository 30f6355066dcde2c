import type { FetchHandler } from '../handler.ts'
import type { Sandbox } from '../sandbox.ts'

/** "Runs" guests whose code the test already has, by their source. It isolates nobody: for tests of what is around it. */
export function memorySandbox(guests: ReadonlyMap<string, FetchHandler>): Sandbox {
  return {
    async start(source) {
      const handler = guests.get(source)
      if (!handler) throw new Error('This sandbox runs only the guests that it was made with.')
      let running = true
      return {
        fetch: (request, context) => (running ? handler(request, context) : new Response(null, { status: 502 })),
        async stop() {
          running = false
        },
      }
    },
  }
}
