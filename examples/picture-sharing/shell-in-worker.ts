import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

const PLACE = '__SHELL__'

/** Tells the service worker which files the app is made of. A new release thereby is a new worker. */
export function shellInWorker(): Plugin {
  let publicFolder = ''
  return {
    name: 'shell-in-worker',
    configResolved: (config) => void (publicFolder = config.publicDir),
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const worker = bundle['service-worker.js']
        if (worker?.type !== 'chunk') throw new Error('The service worker was not built.')
        const built = Object.keys(bundle).filter((name) => name !== worker.fileName && !name.endsWith('.map'))
        const copied = readdirSync(join(publicFolder))
        worker.code = worker.code.replace(PLACE, [...built, ...copied].sort().join(' '))
      },
    },
  }
}
