/** What stands in a field of a form. */
export function formText(form: EventTarget | null, name: string): string {
  const value = new FormData(form as HTMLFormElement).get(name)
  return typeof value === 'string' ? value.trim() : ''
}
