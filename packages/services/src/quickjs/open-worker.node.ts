import { Worker } from 'node:worker_threads'
import type { FromWorker, GuestWorker } from './messages.ts'

/** A thread of Node, without this process's environment and arguments. */
export function openWorker(): GuestWorker {
  const worker = new Worker(new URL('./worker-bundle/worker.js', import.meta.url), {
    name: 'hydra guest',
    env: {},
    argv: [],
    execArgv: [],
    stdin: false,
  })
  // A guest keeps nobody's process alive: it lives as long as whoever hosts it.
  worker.unref()
  return {
    post: (message) => worker.postMessage(message, []),
    onMessage: (listener) => void worker.on('message', (message: FromWorker) => listener(message)),
    onError: (listener) => void worker.on('error', (error: Error) => listener(error)),
    terminate: () => void worker.terminate(),
  }
}
