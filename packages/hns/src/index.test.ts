import { expect, it } from 'vitest'
import * as gateway from './gateway/index.ts'
import * as main from './index.ts'
import * as light from './light/index.ts'

it('exports what is documented, and nothing else', () => {
  expect(Object.keys(main).sort()).toEqual([
    'BlockTooLargeError',
    'InvalidBlockError',
    'InvalidNameError',
    'InvalidPayloadError',
    'LocalListError',
    'MinerError',
    'NotClaimedError',
    'createNames',
    'displayName',
    'doubleSha256',
    'equihash',
    'ledgerRules',
    'normalizeName',
    'practiceRules',
    'recordsOf',
    'serviceNames',
  ])
  expect(Object.keys(light).sort()).toEqual(['BadAnswerError', 'InvalidNameError', 'createLightNames', 'httpNames'])
  expect(Object.keys(gateway)).toEqual(['namesGateway'])
})
