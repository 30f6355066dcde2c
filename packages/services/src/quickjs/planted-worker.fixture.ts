import { CANARY } from '../testing/escapes/escape.ts'
import { canary } from '../testing/escapes/try-escape.ts'
import type { FromWorker, GuestWorker } from './messages.ts'

const BUNDLE = new URL('../../dist/quickjs/worker-bundle/worker.js', import.meta.url).href

/** The worker that guests run in, with the canary in its world too: who gets out of the engine finds it there. */
export function openPlantedWorker(): GuestWorker {
  const code = `import ${JSON.stringify(BUNDLE)}\nglobalThis.${CANARY} = ${JSON.stringify(canary())}`
  const threads = globalThis.process?.getBuiltinModule?.('node:worker_threads')
  if (threads) {
    const worker = new threads.Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`))
    return {
      post: (message) => worker.postMessage(message, []),
      onMessage: (listener) => void worker.on('message', (message: FromWorker) => listener(message)),
      onError: (listener) => void worker.on('error', (error: Error) => listener(error)),
      terminate: () => void worker.terminate(),
    }
  }
  const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }))
  const worker = new Worker(url, { type: 'module' })
  return {
    post: (message) => worker.postMessage(message, []),
    onMessage: (listener) => worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => listener(data)),
    onError: (listener) => worker.addEventListener('error', ({ message }) => listener(new Error(message))),
    terminate: () => worker.terminate(),
  }
}
