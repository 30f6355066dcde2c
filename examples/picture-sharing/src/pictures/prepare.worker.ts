import { prepare, RefusedPictureError } from './prepare.ts'
import type { Answer, Question } from './preparing.ts'

addEventListener('message', ({ data: { id, file } }: MessageEvent<Question>) => {
  const answer = (message: Answer): void => postMessage(message)
  prepare(file).then(
    (prepared) => answer({ id, prepared }),
    (error: unknown) => answer({ id, refused: error instanceof RefusedPictureError ? error.reason : 'broken' }),
  )
})
