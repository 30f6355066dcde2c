import { expect, it } from 'vitest'
import * as contract from './index.ts'

it('exports what it promises, and nothing else', () => {
  expect(Object.keys(contract).sort()).toEqual([
    'addressGroup',
    'anyAddress',
    'createDiscovery',
    'createMeeting',
    'dns',
    'exchange',
    'full',
    'httpsResolver',
    'indexedDbStore',
    'kademlia',
    'memoryStore',
    'mesh',
    'publicAddresses',
    'ring',
    'room',
    'serveExchange',
    'staticList',
  ])
})
