import type { Call, Values } from './command.ts'
import { UsageError } from './errors.ts'

interface Given {
  readonly args: readonly string[]
  readonly options: Values
  readonly input: AsyncIterable<Uint8Array>
  readonly signal: AbortSignal
}

/** What a command reads its options from, whether they were typed here or came from another process. */
export function createCall({ args, options, input, signal }: Given): Call {
  const text = (name: string): string | undefined => {
    const value = options[name]
    return typeof value === 'string' ? value : undefined
  }
  return {
    args,
    input,
    signal,
    text,
    flag: (name) => options[name] === true,
    number(name) {
      const given = text(name)
      if (given === undefined) return undefined
      const value = Number(given)
      if (given.trim() === '' || !Number.isFinite(value) || value < 0)
        throw new UsageError(`--${name} takes a number, not "${given}".`)
      return value
    },
    list(name) {
      const value = options[name]
      return Array.isArray(value) ? value.map(String) : []
    },
  }
}

/** No standard input. */
export async function* noInput(): AsyncGenerator<Uint8Array> {}
