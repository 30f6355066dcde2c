import { barChart } from './bar-chart.ts'
import { lineChart } from './line-chart.ts'
import type { Outcome, Result } from './result.ts'
import { pageStyle } from './page-style.ts'
import { element, escape, figure } from './svg.ts'

const AREAS: Readonly<Record<string, string>> = {
  G: 'Gossip: bringing a message to everyone',
  R: 'Router: asking without being known',
  F: 'Files',
  S: 'Search',
  H: 'Hashes, work and sets',
}
const VERDICTS = { goal: 'goal reached', first: 'first mark reached', short: 'falls short', skipped: 'not run' }

/** All results on one page that needs nothing beside it. */
export function page(unordered: readonly Outcome[], when: string): string {
  const order = Object.values(AREAS)
  const outcomes = unordered.toSorted((a, b) => order.indexOf(areaOf(a)) - order.indexOf(areaOf(b)))
  const areas = Map.groupBy(outcomes, areaOf)
  const body = [
    element('header', {}, ...header(outcomes, when)),
    summary(outcomes),
    ...[...areas].map(([name, found]) =>
      element('section', {}, element('h2', {}, escape(name)), ...found.map((outcome) => article(outcome))),
    ),
    element('footer', {}, element('p', {}, escape(EXPLANATION))),
  ]
  return `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><title>Hydra: benchmarks</title><style>${pageStyle}</style></head><body><main>${body.join('\n')}</main></body></html>\n`
}

const areaOf = ({ id }: Outcome): string => AREAS[id[0] ?? ''] ?? 'Others'

const EXPLANATION =
  'Each figure is the median of at least five runs, taken in turns with the peer’s on the same machine. Ratios are ours over the peer’s; times by themselves say little on machines that others use too. Dots are single runs. The verdict is the least of all marks of a question, and losses stand here like wins.'

function header(outcomes: readonly Outcome[], when: string): string[] {
  const all = (key: 'machine' | 'commit') => [...new Set(outcomes.map((outcome) => outcome[key]))].join(', ')
  const count = (verdict: Outcome['verdict']) => outcomes.filter((each) => each.verdict === verdict).length
  const chips = (['goal', 'first', 'short', 'skipped'] as const)
    .filter((verdict) => count(verdict) > 0)
    .map((verdict) => element('span', { class: `chip ${verdict}` }, `${count(verdict)} ${VERDICTS[verdict]}`))
  return [
    element('h1', {}, 'What Hydra costs, and what it gives'),
    element('p', { class: 'soft' }, escape(`${all('machine')} · commit ${all('commit')} · ${when}`)),
    element('p', {}, ...chips),
  ]
}

function summary(outcomes: readonly Outcome[]): string {
  const head = ['', 'question', 'ours', 'peer', 'ratio', 'first', 'goal', 'verdict'].map((each) =>
    element('th', {}, each),
  )
  const rows = outcomes.map((outcome) => element('tr', {}, ...cells(outcome)))
  return element(
    'div',
    { class: 'scroll' },
    element('table', {}, element('thead', {}, element('tr', {}, ...head)), element('tbody', {}, ...rows)),
  )
}

function cells(outcome: Outcome): string[] {
  const link = element('td', { class: 'number' }, element('a', { href: `#${outcome.id}` }, escape(outcome.id)))
  const question = element('td', {}, escape(outcome.question))
  const chip = element('td', {}, element('span', { class: `chip ${outcome.verdict}` }, VERDICTS[outcome.verdict]))
  if (outcome.verdict === 'skipped')
    return [link, question, element('td', { colspan: 5 }, escape(outcome.reason)), chip]
  const sign = outcome.better === 'less' ? '≤' : '≥'
  const figures = [
    figure(outcome.ours),
    figure(outcome.peer),
    figure(outcome.ratio),
    `${sign} ${figure(outcome.first)}`,
    `${sign} ${figure(outcome.goal)}`,
  ]
  return [link, question, ...figures.map((each) => element('td', { class: 'number' }, each)), chip]
}

function article(outcome: Outcome): string {
  const chip = element('span', { class: `chip ${outcome.verdict}` }, VERDICTS[outcome.verdict])
  const head = element('h3', {}, escape(`${outcome.id} · ${outcome.question} `), chip)
  const command = element('pre', {}, element('code', {}, escape(outcome.command)))
  if (outcome.verdict === 'skipped')
    return element('article', { id: outcome.id }, head, element('p', {}, escape(outcome.reason)), command)
  return element(
    'article',
    { id: outcome.id },
    head,
    element('p', {}, escape(`${outcome.metric}. Against ${outcome.peerName}: ${figure(outcome.ratio)} times.`)),
    barChart(outcome),
    ...outcome.curves.map((curve) => lineChart(curve)),
    ...marksOf(outcome),
    ...outcome.skipped.map(({ peerName, reason }) =>
      element('p', { class: 'soft' }, escape(`Without ${peerName}: ${reason}`)),
    ),
    details(outcome),
    command,
  )
}

function marksOf({ marks }: Result): string[] {
  if (marks.length < 2) return []
  const rows = marks.map(({ name, value, better, first, goal, verdict }) => {
    const sign = better === 'less' ? '≤' : '≥'
    const texts = [
      name,
      value === undefined ? 'not measured' : figure(value),
      first === undefined ? '' : `${sign} ${figure(first)}`,
      `${sign} ${figure(goal)}`,
    ]
    return element(
      'tr',
      { class: `row-${verdict}` },
      ...texts.map((each) => element('td', {}, escape(each))),
      element('td', {}, VERDICTS[verdict]),
    )
  })
  const head = ['mark', 'found', 'first', 'goal', ''].map((each) => element('th', {}, each))
  return [
    element(
      'div',
      { class: 'scroll' },
      element(
        'table',
        { class: 'marks' },
        element('thead', {}, element('tr', {}, ...head)),
        element('tbody', {}, ...rows),
      ),
    ),
  ]
}

function details({ further, seed, seconds, load }: Result): string {
  const facts = Object.entries({ ...further, seed, seconds: Math.round(seconds), load }).map(([key, value]) =>
    element('tr', {}, element('td', {}, escape(key)), element('td', {}, escape(written(value)))),
  )
  return element('details', {}, element('summary', {}, 'Further figures and settings'), element('table', {}, ...facts))
}

function written(value: unknown): string {
  if (typeof value === 'number') return figure(value)
  return typeof value === 'string' ? value : JSON.stringify(value)
}
