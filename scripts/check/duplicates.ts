// One copy each of what is compared by identity: two copies of an interface package break types, and two of libp2p
// are two networks in one process.
import { conclude } from './faults.ts'
import { readText } from './workspace.ts'

const SINGLE = ['@libp2p/interface', 'libp2p']
const LOCK = 'pnpm-lock.yaml'

// Every installed copy has a line of its own there: the version, and in brackets the peers that it was resolved with.
const snapshots = readText(LOCK).split(/^snapshots:$/m)[1]
if (snapshots === undefined) throw new Error(`${LOCK} has no snapshots: its format is not the one known here.`)

const faults = SINGLE.flatMap((name) => {
  const lines = snapshots.matchAll(new RegExp(`^ {2}'?${name.replace('/', '\\/')}@([^\\s']+?)'?:`, 'gm'))
  const copies = [...new Set([...lines].map(([, version = '']) => version))]
  if (copies.length <= 1) return []
  return [
    {
      at: LOCK,
      message: `holds ${copies.length} copies of ${name}: ${copies.join(', ')}. Upgrade its whole family in one go.`,
    },
  ]
})

conclude(faults, `the copies of ${SINGLE.join(' and ')}`)
