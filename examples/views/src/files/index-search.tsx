import { Icon } from '../icon.tsx'
import { Empty } from '../parts.tsx'
import { SearchField } from '../search-field.tsx'
import type { FoundFile, FoundFiles } from '../scene.ts'
import { useSearch } from '../use-search.ts'
import { bytesText, numberText, plural } from '../words.ts'
import { FileMark } from './file-list.tsx'

const READING = 'Still reading the index. What came while this was closed is read once.'

interface IndexSearchProps {
  readonly onSearch: (words: string, signal: AbortSignal) => Promise<FoundFiles>
  /** Fetches one. */
  readonly onGet?: (file: FoundFile) => void
}

/** Searches what everybody shares, on this device alone. */
export function IndexSearch({ onSearch, onGet }: IndexSearchProps) {
  const search = useSearch(onSearch)
  const { found, words, takesLong } = search
  return (
    <div class="finder">
      <SearchField search={search} label="Search the index" placeholder="Names, tags, descriptions" />
      <p class="hint" role="status">
        {takesLong
          ? READING
          : found
            ? countText(found, words)
            : 'Searched on this device: nobody learns what you look for.'}
      </p>
      {found?.entries.length === 0 && (
        <Empty icon="search">Nothing was found here. The index grows as peers are met.</Empty>
      )}
      <ul class="rows">
        {found?.entries.map((file) => (
          <FoundRow key={file.cid} file={file} onGet={onGet} />
        ))}
      </ul>
    </div>
  )
}

function countText({ total, exact = true, entries }: FoundFiles, words: string): string {
  const count = `${exact ? '' : 'about '}${plural(total, 'file')}`
  const what = words.trim() === '' ? `${count} in the index` : `${count} found`
  return entries.length < total ? `${what}, ${numberText(entries.length)} shown` : what
}

// Whoever puts a hundred tags on a file wants to be seen, and not to be found.
const MAX_TAGS = 6

function FoundRow({ file, onGet }: { file: FoundFile; onGet: IndexSearchProps['onGet'] }) {
  const { name, bytes, mediaType, tags = [], description, href } = file
  return (
    <li class="row file">
      <FileMark mediaType={mediaType} name={name} />
      <span class="row-main">
        <strong dir="auto">{href ? <a href={href}>{name}</a> : name}</strong>
        <small dir="auto">
          {bytesText(bytes)}
          {description ? ` · ${description.slice(0, 120)}` : ''}
        </small>
        {tags.length > 0 && (
          <span class="tags">
            {tags.slice(0, MAX_TAGS).map((tag) => (
              <span key={tag} dir="auto">
                {tag}
              </span>
            ))}
          </span>
        )}
      </span>
      {onGet && (
        <button type="button" class="round" aria-label={`Get ${name}`} title="Get" onClick={() => onGet(file)}>
          <Icon name="download" />
        </button>
      )}
    </li>
  )
}
