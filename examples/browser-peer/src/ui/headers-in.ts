/** Headers as a person writes them: a line each, with a colon. Throws where a line has none. */
export function headersIn(text: string): Headers {
  const headers = new Headers()
  for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
    const at = line.indexOf(':')
    if (at < 1) throw new Error(`A header is a name, a colon and a value: "${line.trim().slice(0, 60)}" is none.`)
    headers.append(line.slice(0, at).trim(), line.slice(at + 1).trim())
  }
  return headers
}
