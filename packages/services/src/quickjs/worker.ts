/**
 * The thread that one guest runs in. It holds no secrets and no connections: what a guest that broke out of its engine
 * would find here is a thread that can only send the messages below.
 */
import type { FromWorker, ToWorker } from './messages.ts'
import { createTenancy } from './tenancy.ts'

interface Port {
  postMessage(message: FromWorker, transfer: []): void
  listen(listener: (message: ToWorker) => void): void
}

const port = openPort()
port.listen(createTenancy((message) => port.postMessage(message, [])))

/** Node's threads and the page's workers differ in how they speak. */
function openPort(): Port {
  const node = globalThis.process?.getBuiltinModule?.('node:worker_threads')?.parentPort
  if (node)
    return {
      postMessage: (message) => node.postMessage(message, []),
      listen: (listener) => void node.on('message', listener),
    }
  return {
    postMessage: (message) => (globalThis as unknown as Worker).postMessage(message, []),
    listen: (listener) =>
      globalThis.addEventListener('message', (event) => listener((event as MessageEvent<ToWorker>).data)),
  }
}
