interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

// What must happen whether or not it is told of.
const ACTS = ['AwaitExpression', 'YieldExpression', 'AssignmentExpression', 'UpdateExpression']

/** A module without the statements that only tell a debugger something: `this.log.trace('dialled %a', address)`. */
export function withoutDebugLines(code: string, program: unknown): string {
  const cuts = [...statementsIn(program)].filter(({ expression }) => isDebugLine(expression as Node))
  return cuts
    .sort((a, b) => b.start - a.start)
    .reduce((rest, { start, end }) => `${rest.slice(0, start)};${rest.slice(end)}`, code)
}

function* statementsIn(part: unknown): Generator<Node> {
  for (const node of nodesIn(part)) if (node.type === 'ExpressionStatement') yield node
}

function* nodesIn(part: unknown): Generator<Node> {
  if (typeof part !== 'object' || part === null) return
  if ('type' in part) yield part as Node
  for (const child of Object.values(part)) yield* nodesIn(child)
}

function isDebugLine(expression: Node): boolean {
  const call = unchained(expression)
  if (call.type !== 'CallExpression') return false
  const [last = '', before] = namesOf(call['callee'] as Node).toReversed()
  const isLog = last === 'log' || (before === 'log' && ['trace', 'error'].includes(last))
  return isLog && ![...nodesIn(call['arguments'])].some(({ type }) => ACTS.includes(type))
}

/** `this.init.log.error` as its names. */
function namesOf(node: Node): string[] {
  const callee = unchained(node)
  if (callee.type === 'Identifier') return [callee['name'] as string]
  if (callee.type !== 'MemberExpression') return []
  return [...namesOf(callee['object'] as Node), (callee['property'] as Node)['name'] as string]
}

function unchained(node: Node): Node {
  return node.type === 'ChainExpression' ? (node['expression'] as Node) : node
}
