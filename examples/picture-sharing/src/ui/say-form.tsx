import { useState } from 'preact/hooks'

interface SayFormProps {
  readonly label: string
  readonly button: string
  readonly onSay: (text: string) => Promise<void>
}

// An entry has room for 2,000 bytes of text, and a letter takes up to four.
const MAX_LETTERS = 500

/** One line to say something in. What could not be said stays in it. */
export function SayForm({ label, button, onSay }: SayFormProps) {
  const [text, setText] = useState('')
  const [problem, setProblem] = useState('')
  async function say(event: Event): Promise<void> {
    event.preventDefault()
    if (text.trim() === '') return
    try {
      setText('')
      setProblem('')
      await onSay(text.trim())
    } catch (error) {
      setText(text)
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <form class="say" onSubmit={(event) => void say(event)}>
      <input
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
        placeholder={label}
        aria-label={label}
        maxLength={MAX_LETTERS}
        dir="auto"
        enterKeyHint="send"
      />
      <button type="submit" class="quiet" disabled={text.trim() === ''}>
        {button}
      </button>
      {problem !== '' && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </form>
  )
}
