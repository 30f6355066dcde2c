import { Link } from './link.tsx'

/** What somebody wrote: text, never markup. Its tags lead to what else has them. */
export function Words({ text }: { text: string }) {
  const parts = text.split(/(#[\p{L}\p{N}_]{1,20})/u)
  return (
    <>
      {parts.map((part, index) =>
        index % 2 === 1 ? (
          <Link key={index} to={`/search?q=${encodeURIComponent(part.slice(1))}`}>
            {part}
          </Link>
        ) : (
          part
        ),
      )}
    </>
  )
}
