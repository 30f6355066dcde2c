import type { Peer } from '@hydra/peer'
import type { Preparing } from '../pictures/preparing.ts'
import type { Cards } from './cards.ts'

export interface Me {
  /** Names this user, for everybody here to see. */
  introduce(profile: { nickname: string; about?: string; picture?: Blob | undefined }): Promise<void>
}

export function createMe({ feeds, files }: Pick<Peer, 'feeds' | 'files'>, cards: Cards, { prepare }: Preparing): Me {
  async function add(picture: Blob): Promise<string> {
    const { small } = await prepare(picture)
    const cid = await files.add(small)
    await files.provide(cid)
    return cid
  }

  return {
    async introduce({ nickname, about, picture }) {
      const before = await feeds.profile(feeds.author)
      const pictureCid = picture ? await add(picture) : before?.body.pictureCid
      const profile = { nickname: nickname.trim(), about: about?.trim() || undefined, pictureCid }
      await feeds.write({
        type: 'profile',
        nickname: profile.nickname,
        ...(profile.about && { about: profile.about }),
        ...(pictureCid && { pictureCid }),
      })
      await cards.show(profile)
    },
  }
}
