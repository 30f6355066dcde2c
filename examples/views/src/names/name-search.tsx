import { Empty } from '../parts.tsx'
import { SearchField } from '../search-field.tsx'
import type { NameClaim } from '../scene.ts'
import { useSearch } from '../use-search.ts'
import { plural } from '../words.ts'
import { ClaimList } from './claim-list.tsx'

interface NameSearchProps {
  readonly onSearch: (words: string, signal: AbortSignal) => Promise<readonly NameClaim[]>
  readonly onPin?: (claim: NameClaim, isPinned: boolean) => Promise<void>
  readonly onOpen?: (claim: NameClaim) => void
}

/** Searches the ledger on this device. */
export function NameSearch({ onSearch, ...actions }: NameSearchProps) {
  const search = useSearch(onSearch, false)
  const { found } = search
  return (
    <div class="finder">
      <SearchField search={search} label="Search names" placeholder="Names, titles, tags" />
      <p class="hint" role="status">
        {found ? `${plural(found.length, 'claim')} found` : ''}
      </p>
      {found?.length === 0 && <Empty icon="names">Nobody claims that, as far as is known here.</Empty>}
      {found && <ClaimList claims={found} {...actions} />}
    </div>
  )
}
