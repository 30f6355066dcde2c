import { downloads } from '../files/downloads.ts'
import { adding } from '../files/adding.ts'
import { firstByte, fourCapped, fourUncapped, oneLiar } from '../files/providers.ts'
import type { Question } from '../harness/question.ts'

export const fileQuestions: readonly Question[] = [
  {
    id: 'F1',
    question: 'How fast is a file?',
    metric: 'MB/s from one provider over loopback, verified block by block',
    peerName: 'Helia 7, bitswap over the same TCP, noise and yamux',
    mark: { better: 'more', first: 5, goal: 10 },
    measurement: 'one provider',
    run: downloads,
  },
  {
    id: 'F4',
    question: 'Do more providers help?',
    metric: 'MB/s from four providers of 8 MB/s each',
    peerName: 'the sum of their limits',
    mark: { better: 'more', first: 0.9, goal: 0.95 },
    measurement: 'four slow providers',
    run: fourCapped,
  },
  {
    id: 'F4-fast',
    question: 'Do more providers harm where one would do?',
    metric: 'MB/s from four providers without limits, two processors for all of them and the reader',
    peerName: 'our own one provider',
    mark: { better: 'more', first: 0.95, goal: 0.95 },
    measurement: 'four fast providers',
    run: fourUncapped,
  },
  {
    id: 'F5',
    question: 'How soon does it play?',
    metric: 'Round trips of 100 ms until the first byte, and until the first one after a seek to nine tenths',
    peerName: 'one round trip',
    mark: { better: 'less', first: 3, goal: 2 },
    measurement: 'first byte',
    run: firstByte,
  },
  {
    id: 'F6',
    question: 'How fast is adding?',
    metric: 'MB per second of processor time, into a store that keeps nothing',
    peerName: 'openssl speed sha256',
    mark: { better: 'more', first: 0.7, goal: 0.9 },
    measurement: 'adding',
    run: adding,
  },
  {
    id: 'F7',
    question: 'What does a liar cost?',
    metric: 'Time for a file with one poisoned provider of four, ms',
    peerName: 'four sound providers',
    mark: { better: 'less', first: 1.3, goal: 1.1 },
    measurement: 'one liar',
    run: oneLiar,
  },
]
