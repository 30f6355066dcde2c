import { type ChildProcess, execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { NodeNews, NodeState } from './node.ts'

export interface NodeProcess extends NodeNews {
  state(): Promise<NodeState>
  dial(address: string): Promise<void>
  /** As sudden as a power cut. */
  kill(): Promise<void>
}

/** Starts a node in a process of its own. */
export async function startNode(options: { dial?: readonly string[]; record?: boolean } = {}): Promise<NodeProcess> {
  const program = fileURLToPath(new URL('./node.ts', import.meta.url))
  const child: ChildProcess = fork(program, [JSON.stringify(options)], { execArgv: ['--expose-gc'] })
  const [news] = (await once(child, 'message')) as [NodeNews]
  const ask = async (what: { dial?: string }): Promise<NodeState> => {
    child.send(what)
    const [state] = (await once(child, 'message')) as [NodeState]
    return state
  }
  return {
    ...news,
    state: () => ask({}),
    dial: async (address) => void (await ask({ dial: address })),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

export interface Curled {
  readonly exitCode: number
  readonly body: Buffer
}

/** Runs curl, the client that knows nothing of us. */
export function curl(...args: readonly string[]): Promise<Curled> {
  return new Promise((resolve) => {
    const options = { encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 } as const
    execFile('curl', ['--silent', '--noproxy', '*', ...args], options, (error, stdout) => {
      resolve({ exitCode: typeof error?.code === 'number' ? error.code : error ? -1 : 0, body: stdout })
    })
  })
}

/** Asks again and again until the answer is the one that is waited for. */
export async function eventually<T>(ask: () => Promise<T>, fits: (answer: T) => boolean, withinMs: number): Promise<T> {
  const end = performance.now() + withinMs
  for (;;) {
    const answer = await ask()
    if (fits(answer) || performance.now() > end) return answer
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
