import type { Entry, Profile } from '@hydra/feeds'
import type { PublicKey } from '@hydra/identity'
import type { Peer } from '@hydra/peer'
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Cards } from './cards.ts'
import { shortName } from './short-name.ts'

/** How somebody is shown. */
export interface Person {
  readonly key: PublicKey
  /** The name that this user gave, or the one that the person chose; two words of the key where there is none. */
  readonly name: string
  /** What the person is called by themselves, where this user calls them something else. */
  readonly nickname?: string | undefined
  readonly about?: string | undefined
  readonly pictureCid?: string | undefined
  readonly isMe: boolean
  readonly isFollowed: boolean
  readonly isMuted: boolean
  readonly isBlocked: boolean
}

export interface People {
  person(key: PublicKey): ReadonlySignal<Person>
  readonly followed: ReadonlySignal<readonly PublicKey[]>
  readonly hidden: ReadonlySignal<readonly PublicKey[]>
  /** People who showed themselves here and are neither followed nor hidden. */
  readonly nearby: ReadonlySignal<readonly PublicKey[]>
  follow(key: PublicKey): Promise<void>
  unfollow(key: PublicKey): Promise<void>
  mute(key: PublicKey, isMuted: boolean): Promise<void>
  block(key: PublicKey, isBlocked: boolean): Promise<void>
  /** Calls somebody by a name of this user's own; by their own again where it is empty. */
  rename(key: PublicKey, name: string): Promise<void>
}

/** Who is who, whom this user follows, and who else is here. */
export function createPeople({ feeds, petnames }: Pick<Peer, 'feeds' | 'petnames'>, cards: Cards): People {
  const { circle } = feeds
  // Whatever changes what people are called or how this user stands to them.
  const version = signal(0)
  const changed = (): void => void version.value++
  const profiles = new Map<PublicKey, Signal<Entry<Profile> | undefined>>()
  const people = new Map<PublicKey, ReadonlySignal<Person>>()
  circle.onChange(changed)
  feeds.onEntry(({ author, body }) => {
    if (body.type === 'profile') void load(author)
  })

  async function load(key: PublicKey): Promise<void> {
    const profile = profiles.get(key)
    if (profile) profile.value = await feeds.profile(key)
  }

  function profileOf(key: PublicKey): Signal<Entry<Profile> | undefined> {
    const known = profiles.get(key)
    if (known) return known
    const made = signal<Entry<Profile> | undefined>(undefined)
    profiles.set(key, made)
    void load(key)
    return made
  }

  function describe(key: PublicKey): ReadonlySignal<Person> {
    const profile = profileOf(key)
    return computed(() => {
      void version.value
      const card = cards.all.value.get(key)
      const { nickname, about, pictureCid } = profile.value?.body ?? card ?? {}
      const petname = petnames.nameOf(key)
      return {
        key,
        name: petname ?? nickname ?? shortName(key),
        nickname: petname === undefined || petname === nickname ? undefined : nickname,
        about,
        pictureCid,
        isMe: key === feeds.author,
        isFollowed: circle.followed.has(key),
        isMuted: circle.muted.has(key),
        isBlocked: circle.blocked.has(key),
      }
    })
  }

  const isHidden = (key: PublicKey): boolean => circle.muted.has(key) || circle.blocked.has(key)

  return {
    person(key) {
      const known = people.get(key) ?? describe(key)
      people.set(key, known)
      return known
    },
    followed: computed(() => (void version.value, [...circle.followed])),
    hidden: computed(() => (void version.value, [...new Set([...circle.muted, ...circle.blocked])])),
    nearby: computed(() => {
      void version.value
      const isNew = (key: PublicKey): boolean => key !== feeds.author && !isHidden(key) && !circle.followed.has(key)
      return [...cards.all.value.keys()].filter(isNew)
    }),
    async follow(key) {
      await circle.followed.add(key)
      changed()
    },
    unfollow: (key) => circle.followed.delete(key),
    mute: (key, isMuted) => (isMuted ? circle.muted.add(key) : circle.muted.delete(key)),
    block: (key, isBlocked) => (isBlocked ? circle.blocked.add(key) : circle.blocked.delete(key)),
    async rename(key, name) {
      if (name.trim() === '') await petnames.remove(key)
      else await petnames.set(key, name.trim())
      changed()
    },
  }
}
