import { answerFromPages } from '@hydra/files/service-worker/worker'
import { serveShell } from './shell.ts'

// Pictures come from a page of the app, which is a peer; the app itself from what was kept of it.
answerFromPages(globalThis)
serveShell(globalThis)
