import { memoryBlocks } from '@hydra/files'
import { interfaceBlockstoreTests } from 'interface-blockstore-tests'
import { runUnderVitest } from '../compliance/run-under-vitest.ts'

runUnderVitest('blocks in memory pass the suite of interface-blockstore', () => {
  interfaceBlockstoreTests({ setup: () => memoryBlocks(), teardown: () => {} })
})
