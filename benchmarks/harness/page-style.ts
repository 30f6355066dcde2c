/** Plain, narrow, and readable by day and by night. */
export const pageStyle = `
:root{color-scheme:light dark;--ink:#1d2430;--soft:#5a6473;--paper:#fbfbf9;--card:#fff;--line:#e1e4ea;--goal:#0a7f5a;--first:#2f6db5;--short:#b34700;--skipped:#6b7280}
@media(prefers-color-scheme:dark){:root{--ink:#e8ebf0;--soft:#a3adbc;--paper:#14181f;--card:#1b2029;--line:#2d3440;--goal:#3ad0a2;--first:#7ab8f5;--short:#ff9d5c;--skipped:#9aa3b0}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,sans-serif}
main{max-width:60rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}
h1{font-size:2rem;line-height:1.2;margin:0 0 .25rem;letter-spacing:-.015em}
h2{font-size:1.25rem;margin:3rem 0 1rem}
h3{font-size:1.05rem;margin:0 0 .25rem;display:flex;gap:.75rem;justify-content:space-between;align-items:start}
p{margin:.25rem 0 .75rem}.soft{color:var(--soft)}
a{color:inherit}
.scroll{overflow-x:auto}.scroll table{min-width:34rem}
table{border-collapse:collapse;width:100%;font-size:.875rem}
th{text-align:left;font-weight:600;color:var(--soft)}
th,td{padding:.4rem .6rem .4rem 0;border-bottom:1px solid var(--line);vertical-align:top}
td.number{font-variant-numeric:tabular-nums;white-space:nowrap}
article{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1.25rem 1.25rem .75rem;margin:0 0 1rem;scroll-margin-top:1rem}
.chart{display:block;width:100%;height:auto;margin:.5rem 0}
.chip{display:inline-block;white-space:nowrap;font-size:.78rem;font-weight:600;line-height:1.5;border:1px solid currentColor;border-radius:99rem;padding:0 .6rem;margin-right:.4rem}
.goal{color:var(--goal)}.first{color:var(--first)}.short{color:var(--short)}.skipped{color:var(--skipped)}
.row-short td:last-child{color:var(--short)}.row-goal td:last-child{color:var(--goal)}.row-first td:last-child{color:var(--first)}
details{margin:.5rem 0;font-size:.875rem}summary{cursor:pointer;color:var(--soft)}
details td:last-child{overflow-wrap:anywhere}
pre{background:var(--paper);border:1px solid var(--line);border-radius:.4rem;padding:.5rem .75rem;margin:.5rem 0;overflow-x:auto;font-size:.8rem}
footer{margin-top:3rem;color:var(--soft);font-size:.9rem}
`
