/** A worker of Node or of a page. */
export interface Thread {
  /** Ends it in the middle of whatever it does. */
  stop(): void
}

export interface ThreadEvents {
  readonly onMessage: (message: unknown) => void
  readonly onError: (cause: unknown) => void
}

/**
 * Runs a function, given as the text of its source, in a worker. The text needs no file beside the package, and so
 * works with every bundler. It may post to `port`.
 */
export function startThread(source: string, name: string, argument: unknown, events: ThreadEvents): Thread {
  const node = globalThis.process?.getBuiltinModule?.('node:worker_threads')
  return node ? startInNode(node, source, name, argument, events) : startInPage(source, name, argument, events)
}

function startInNode(
  { Worker }: typeof import('node:worker_threads'),
  source: string,
  name: string,
  argument: unknown,
  { onMessage, onError }: ThreadEvents,
): Thread {
  const prelude = `const { parentPort: port, workerData } = require('node:worker_threads')\n`
  const worker = new Worker(`${prelude}${source}\n${name}(workerData)`, { eval: true, workerData: argument })
  worker.on('message', onMessage)
  worker.on('error', onError)
  return { stop: () => void worker.terminate() }
}

function startInPage(source: string, name: string, argument: unknown, { onMessage, onError }: ThreadEvents): Thread {
  const code = `const port = self\n${source}\nself.onmessage = ({ data }) => ${name}(data)`
  const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }))
  try {
    const worker = new Worker(url)
    worker.addEventListener('message', ({ data }) => onMessage(data))
    worker.addEventListener('error', (event) => onError(event.error ?? event.message))
    worker.postMessage(argument, [])
    return { stop: () => worker.terminate() }
  } finally {
    // The worker keeps what it has begun to load.
    URL.revokeObjectURL(url)
  }
}
