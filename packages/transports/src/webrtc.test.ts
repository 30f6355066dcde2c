import { expect, it } from 'vitest'
import * as exported from './webrtc.ts'

it('exports the two ways of WebRTC', () => {
  expect(Object.keys(exported).toSorted()).toEqual(['webRTC', 'webRTCDirect'])
})
