import { Visitor } from 'oxc-parser'
import type { Parsed } from './parse.ts'

/** What STYLE's table is made of, for one file or many. */
export interface Figures {
  readonly fileLines: readonly number[]
  readonly functionLines: readonly number[]
  /** Line numbers of each `any`; of all files, when added up. */
  readonly anys: readonly number[]
}

export function measure({ text, program, lineAt }: Parsed): Figures {
  const functionLines: number[] = []
  const anys: number[] = []
  const count = ({ start, end }: { start: number; end: number }) => {
    functionLines.push(text.slice(start, end).split('\n').length)
  }
  new Visitor({
    FunctionDeclaration: (node) => node.body !== null && count(node),
    FunctionExpression: (node) => node.body !== null && count(node),
    // An arrow on one line is an expression to the reader, not a function; there are so many that they hide the rest.
    ArrowFunctionExpression: (node) => text.slice(node.start, node.end).includes('\n') && count(node),
    TSAnyKeyword: ({ start }) => anys.push(lineAt(start)),
  }).visit(program)
  return { fileLines: [lines(text)], functionLines, anys }
}

export function lines(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
}

export function addUp(figures: readonly Figures[]): Figures {
  return {
    fileLines: figures.flatMap(({ fileLines }) => fileLines),
    functionLines: figures.flatMap(({ functionLines }) => functionLines),
    anys: figures.flatMap(({ anys }) => anys),
  }
}

/** One row of the table: the same columns, in the same order, as in STYLE. */
export function row(name: string, { fileLines, functionLines, anys }: Figures): string[] {
  const total = fileLines.reduce((sum, count) => sum + count, 0)
  const files = [quantile(fileLines, 0.5), quantile(fileLines, 1)]
  const functions = [quantile(functionLines, 0.5), quantile(functionLines, 0.9), quantile(functionLines, 1)]
  const perThousand = total === 0 ? 0 : (1000 * anys.length) / total
  const rounded = String(Math.round(perThousand * 10) / 10)
  return [name, String(fileLines.length), files.join(' / '), functions.join(' / '), rounded]
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
}
