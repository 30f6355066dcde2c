import type { Question } from '../harness/question.ts'
import { firstSync } from '../records/first-sync.ts'
import { setsThatDiffer } from '../records/differences.ts'

export const setQuestions: readonly Question[] = [
  {
    id: 'H4',
    question: 'What does a sync cost?',
    metric: 'Bytes beside the records themselves, both directions, where two sets of a million differ by 1,000',
    peerName: 'the ids of what is missing alone, 32 bytes each',
    mark: { better: 'less', first: 2.5, goal: 1.9 },
    measurement: 'sets that differ',
    run: setsThatDiffer,
  },
  {
    id: 'H4-first',
    question: 'How fast is a first full sync?',
    metric: 'Records of 160 bytes a second, from one process to another over loopback, both on SQLite',
    peerName: 'SHA-256 and an insert into SQLite, as durable, in one process',
    mark: { better: 'more', first: 1, goal: 1 },
    measurement: 'first sync',
    run: firstSync,
  },
]
