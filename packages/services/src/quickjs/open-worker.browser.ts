import type { FromWorker, GuestWorker } from './messages.ts'

/** A worker of the page. Bundlers know this form, and bring the file along. */
export function openWorker(): GuestWorker {
  const worker = new Worker(new URL('./worker-bundle/worker.js', import.meta.url), {
    type: 'module',
    name: 'hydra guest',
  })
  return {
    post: (message) => worker.postMessage(message, []),
    onMessage: (listener) => worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => listener(data)),
    onError: (listener) =>
      worker.addEventListener('error', ({ message }) =>
        listener(
          new Error(message || 'The worker could not be loaded. Does the page allow `worker-src` its own origin?'),
        ),
      ),
    terminate: () => worker.terminate(),
  }
}
