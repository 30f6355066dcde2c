import { escapes } from './escape.ts'

/** The time, without having been granted a clock: what it takes to measure the host, its caches and its other guests. */
export const time = escapes({
  'Date.now': 'return `time ${Date.now()}`',
  'a date': 'return `time ${+new Date()}`',
  'a date as text': 'return `time ${Date.parse(Date())}`',
  'a date of a subclass': 'return `time ${+new (class extends Date {})()}`',
  'a date by the code of another world': `return \`time \${[].constructor.constructor('return Date.now()')()}\``,
  'the constructor of a date': 'return `time ${new (new Date(0).constructor)().getTime()}`',
  'a date by Reflect': 'return `time ${+Reflect.construct(Date, [])}`',
  'a format of dates':
    'return `time ${Date.parse(new Intl.DateTimeFormat("en", { dateStyle: "full", timeStyle: "long", timeZone: "UTC" }).format())}`',
  'the clock of performance': 'return `time ${performance.timeOrigin + performance.now()}`',
  'the time of an event': 'return `time ${performance.timeOrigin + new Event("x").timeStamp}`',
  'the time of a file': 'return `time ${new File([], "x").lastModified}`',
  'the clock of the process': 'process.hrtime(); return `time ${Date.now()}`',
  'a wait for shared memory': `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1); return globalThis.hydraCanary`,
  'a wait for shared memory that does not block': `return await Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1).value && globalThis.hydraCanary`,
  'the frames of a page': `return await new Promise((resolve) => requestAnimationFrame((now) => resolve(\`time \${performance.timeOrigin + now}\`)))`,
  'the wait of a timer': `await new Promise((resolve) => setTimeout(resolve, 5)); return globalThis.hydraCanary`,
  'a signal with a timeout': `await new Promise((resolve) => AbortSignal.timeout(1).addEventListener('abort', resolve)); return globalThis.hydraCanary`,
})
