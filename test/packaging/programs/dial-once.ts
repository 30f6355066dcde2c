import { argv } from 'node:process'
import { dial } from './dial.ts'

console.log(await dial(argv[2] ?? ''))
