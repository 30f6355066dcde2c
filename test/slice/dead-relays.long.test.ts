import { testDeadRelays } from './dead-relays.ts'

testDeadRelays('http')
