import { h, render } from 'preact'
import { expect, it, onTestFinished } from 'vitest'
import { type Task, type TaskContext, useTask } from './use-task.ts'

/** A component with a task, and the task as it is now. */
function mount(work: (context: TaskContext, word: string) => Promise<void>) {
  const shown: { task?: Task<[string]> } = {}
  const place = document.body.appendChild(document.createElement('div'))
  const Probe = () => {
    shown.task = useTask<[string]>(work)
    return null
  }
  render(h(Probe, {}), place)
  const unmount = (): void => render(null, place)
  onTestFinished(() => {
    unmount()
    place.remove()
  })
  return { now: () => shown.task as Task<[string]>, unmount }
}

it('tells how far its work is, and why it failed', async () => {
  const { promise, reject } = Promise.withResolvers<void>()
  const { now } = mount(async ({ onProgress }, word) => {
    onProgress({ done: word.length, unit: 'tries' })
    await promise
  })
  now().start('four')
  await expect.poll(() => now().progress).toEqual({ done: 4, unit: 'tries' })
  expect(now().isRunning).toBe(true)
  reject(new Error('It was too hard.'))
  await expect.poll(() => now().failure).toBe('It was too hard.')
  expect(now().isRunning).toBe(false)
})

it('ends its work when it is cancelled, begun anew, or its place leaves the page; and is then heard no more', async () => {
  const signals: AbortSignal[] = []
  const { now, unmount } = mount(({ signal }) => {
    signals.push(signal)
    return new Promise((_, fail) => signal.addEventListener('abort', () => fail(new Error('late'))))
  })
  now().start('one')
  await expect.poll(() => now().isRunning).toBe(true)
  now().cancel()
  await expect.poll(() => now().isRunning).toBe(false)
  now().start('two')
  now().start('three')
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, false])
  await expect.poll(() => now().isRunning).toBe(true)
  expect(now().failure).toBe(undefined)
  unmount()
  await expect.poll(() => signals.at(-1)?.aborted).toBe(true)
})
