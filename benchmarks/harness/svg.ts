/** Text and attributes of an SVG or HTML element; children are markup already. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
  ...children: readonly string[]
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escape(typeof value === 'number' ? short(value) : (value ?? ''))}"`)
    .join('')
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join('')}</${name}>`
}

/** What is safe between tags and between double quotes. */
export function escape(text: string): string {
  return (
    text
      .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
      // What XML does not allow at all, escaped or not.
      // oxlint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
  )
}

/** A drawing that reads well on light and on dark, by itself or in a page. */
export function drawing(width: number, height: number, title: string, ...children: readonly string[]): string {
  const attributes = { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, role: 'img' }
  const body = [element('title', {}, escape(title)), element('style', {}, STYLE), ...children]
  return element('svg', { ...attributes, class: 'chart' }, ...body)
}

export function text(x: number, y: number, content: string, attributes: Record<string, string | number> = {}): string {
  return element('text', { x, y, ...attributes }, escape(content))
}

/** A figure as people read it: three digits, and what it is in thousands or millions. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const size = Math.abs(value)
  if (size >= 1e9) return `${trim(value / 1e9)} G`
  if (size >= 1e6) return `${trim(value / 1e6)} M`
  if (size >= 1e4) return `${trim(value / 1e3)} k`
  return trim(value)
}

const trim = (value: number) => (Math.abs(value) >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(3))))
const short = (value: number) => String(Number(value.toFixed(2)))

// Colours that eyes which tell few of them apart still tell apart (Okabe and Ito), lighter ones on dark.
const STYLE = `
.chart{font:13px system-ui,sans-serif;fill:#1d2430;--c0:#0072b2;--c1:#8a93a3;--c2:#d55e00;--c3:#009e73;--c4:#cc79a7;--c5:#b08900;--line:#d7dce4;--soft:#5a6473}
.chart .soft{fill:var(--soft)}.chart .grid{stroke:var(--line)}.chart .mark{stroke:var(--soft);stroke-dasharray:3 3}
.chart .s0{fill:var(--c0)}.chart .s1{fill:var(--c1)}.chart .s2{fill:var(--c2)}.chart .s3{fill:var(--c3)}.chart .s4{fill:var(--c4)}.chart .s5{fill:var(--c5)}
.chart .l{fill:none;stroke-width:2;stroke-linejoin:round}.chart .l0{stroke:var(--c0)}.chart .l1{stroke:var(--c1)}.chart .l2{stroke:var(--c2)}.chart .l3{stroke:var(--c3)}.chart .l4{stroke:var(--c4)}.chart .l5{stroke:var(--c5)}
.chart .run{fill:#fff;stroke:#1d2430;stroke-width:1;opacity:.75}.chart .here{fill:none;stroke:var(--c2);stroke-width:2.5}
@media(prefers-color-scheme:dark){.chart{fill:#e8ebf0;--c0:#56b4e9;--c1:#7c8696;--c2:#ff9d5c;--c3:#3ad0a2;--c4:#e6a5c9;--c5:#e6c84f;--line:#333b47;--soft:#a3adbc}.chart .run{fill:#14181f;stroke:#e8ebf0}}
`.replaceAll('\n', '')
