import { expect, it } from 'vitest'
import * as records from './index.ts'

it('exports what it says, and no more', () => {
  expect(Object.keys(records).sort()).toEqual([
    'BusyError',
    'ClosedError',
    'MisbehavedError',
    'RefusedRecordError',
    'StoreDamagedError',
    'StoreLockedError',
    'StoreTooNewError',
    'StoreWriteError',
    'UnknownKindError',
    'answerAny',
    'carryPrefixes',
    'createMemoryNeighbourhood',
    'createPipe',
    'createRecordSet',
    'decodeRecord',
    'encodeRecord',
    'hiddenGossip',
    'idAt',
    'meetNeighbours',
    'memoryStore',
    'recordId',
  ])
})
