import type { Question } from '../harness/question.ts'
import { fileQuestions } from './files.ts'
import { gossipQuestions } from './gossip.ts'
import { growthQuestions } from './growth.ts'
import { miningQuestions } from './mining.ts'
import { privacyQuestions } from './privacy.ts'
import { requestQuestions } from './requests.ts'
import { searchQuestions } from './search.ts'
import { setQuestions } from './sets.ts'

/** Everything that is asked, in the order in which it is told. */
export const questions: readonly Question[] = [
  ...gossipQuestions,
  ...growthQuestions,
  ...requestQuestions,
  ...privacyQuestions,
  ...fileQuestions,
  ...searchQuestions,
  ...miningQuestions,
  ...setQuestions,
]
