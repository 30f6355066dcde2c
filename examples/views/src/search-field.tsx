import { Icon } from './icon.tsx'
import type { Search } from './use-search.ts'

interface SearchFieldProps {
  readonly search: Search<unknown>
  readonly label: string
  readonly placeholder: string
}

export function SearchField({
  search: { words, setWords, isSearching, failure },
  label,
  placeholder,
}: SearchFieldProps) {
  return (
    <form class="search" role="search" onSubmit={(event) => event.preventDefault()}>
      <Icon name="search" />
      <input
        type="search"
        value={words}
        onInput={({ currentTarget }) => setWords(currentTarget.value)}
        aria-label={label}
        placeholder={placeholder}
        aria-busy={isSearching}
        autocomplete="off"
        dir="auto"
      />
      {failure !== undefined && (
        <p class="problem" role="alert">
          {failure}
        </p>
      )}
    </form>
  )
}
