import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface RoomServer {
  /** Of one room of it. */
  readonly url: string
  stop(): Promise<unknown>
}

/** Starts `examples/room-server` as anyone would, on a port that is free. */
export async function startRoomServer(): Promise<RoomServer> {
  const script = fileURLToPath(new URL('../../examples/room-server/serve.ts', import.meta.url))
  const server = spawn(process.execPath, [script], { env: { ...process.env, PORT: '0' } })
  const exited = once(server, 'exit')
  const [line] = await once(server.stdout, 'data')
  return {
    url: `${String(line).trim()}/lobby`,
    stop() {
      server.kill()
      return exited
    },
  }
}
