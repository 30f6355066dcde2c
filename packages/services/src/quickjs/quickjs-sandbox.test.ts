import { testSandbox } from '../testing/sandbox-suite.ts'
import { openPlantedWorker } from './planted-worker.fixture.ts'
import { quickJsSandbox } from './quickjs-sandbox.ts'

testSandbox('QuickJS in a worker', () => quickJsSandbox({ openWorker: openPlantedWorker }))
