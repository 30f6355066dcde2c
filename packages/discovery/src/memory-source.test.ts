import { createMeeting } from './memory-source.ts'
import { testSource } from './testing/source-suite.ts'
import { testPeer } from './testing/test-peer.ts'

testSource('memory', async () => {
  const meeting = createMeeting()
  let number = 0
  return {
    source: meeting.source(),
    async appear() {
      const peer = await testPeer(++number)
      await meeting.source().announce?.(await peer.own(), { signal: new AbortController().signal })
      return peer
    },
  }
})
