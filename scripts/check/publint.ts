// Whether package.json and the packed files agree, as bundlers and runtimes read them.
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { conclude } from './faults.ts'
import type { Fault } from './faults.ts'
import { packAll } from './pack.ts'

const tarballs = packAll()
const faults: Fault[] = []
for (const [at, { buffer }] of tarballs) {
  const { messages, pkg } = await publint({ pack: { tarball: buffer }, strict: true })
  faults.push(
    ...messages.map((message) => ({ at, message: formatMessage(message, pkg, { color: false }) ?? message.code })),
  )
}

conclude(faults, `${tarballs.size} packed packages, by publint`)
