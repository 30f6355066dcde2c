import { type Prepared, type Refusal, RefusedPictureError } from './prepare.ts'

export interface Question {
  readonly id: number
  readonly file: Blob
}

export type Answer = { readonly id: number } & ({ readonly prepared: Prepared } | { readonly refused: Refusal })

/** Draws pictures anew in a worker, so that the page stays quick. */
export interface Preparing {
  readonly prepare: (file: Blob) => Promise<Prepared>
}

export function createPreparing(): Preparing {
  const waiting = new Map<number, PromiseWithResolvers<Prepared>>()
  let worker: Worker | undefined
  let last = 0

  function start(): Worker {
    const started = new Worker(new URL('./prepare.worker.ts', import.meta.url), { type: 'module' })
    started.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
      const asked = waiting.get(data.id)
      waiting.delete(data.id)
      if ('prepared' in data) asked?.resolve(data.prepared)
      else asked?.reject(new RefusedPictureError(data.refused))
    })
    // A picture that brings the worker down takes its fellows with it; the next one gets a new worker.
    started.addEventListener('error', () => {
      for (const { reject } of waiting.values()) reject(new RefusedPictureError('broken'))
      waiting.clear()
      worker = undefined
    })
    return started
  }

  return {
    prepare(file) {
      worker ??= start()
      const asked = Promise.withResolvers<Prepared>()
      waiting.set(++last, asked)
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no other origin
      worker.postMessage({ id: last, file } satisfies Question)
      return asked.promise
    },
  }
}
