// Apart from the rest, with the table that it brings along: it comes with the first name.
export { NameBook } from './name-book.ts'
export { decodePetnames } from './petname-list.ts'
export { createLooks } from './skeleton.ts'
