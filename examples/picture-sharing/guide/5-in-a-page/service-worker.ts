// Workers cannot reach other peers, pages can: what an <img> asks for is answered by the page's own peer.
import { answerFromPages } from '@hydra/files/service-worker/worker'

answerFromPages(globalThis)
