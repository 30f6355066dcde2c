import { answerFromPages } from '@hydra/files/service-worker/worker'

answerFromPages(globalThis)
