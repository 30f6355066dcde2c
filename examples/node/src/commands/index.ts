import type { Commands } from '../cli/parse.ts'
import { benchGossip } from './bench.ts'
import { configShow } from './config.ts'
import { dashboard } from './dashboard.ts'
import { doctor } from './doctor.ts'
import {
  feedAddressBook,
  feedFollow,
  feedFollowing,
  feedPost,
  feedProfile,
  feedRead,
  feedTimeline,
  feedUnfollow,
} from './feed.ts'
import { filesAdd, filesGet, filesKeep, filesLs, filesRm, filesSearch } from './files.ts'
import { id, keyExport, keyImport, keyNew } from './identity.ts'
import { namesClaim, namesLog, namesPin, namesResolve, namesSearch } from './names.ts'
import { open } from './open.ts'
import { peersConnect, peersLs, ping } from './peers.ts'
import { serviceInstall, serviceRemove } from './service.ts'
import { servicesInspect, servicesSearch } from './registry.ts'
import { servicesFetch, servicesHost, servicesLs, servicesRun, servicesStop } from './services.ts'
import { start } from './start.ts'
import { version } from './version.ts'

/** All that `hydra` can do, in the order of its help. */
export const commands: Commands = {
  start,
  open,
  dashboard,
  id,
  'key new': keyNew,
  'key export': keyExport,
  'key import': keyImport,
  'peers ls': peersLs,
  'peers connect': peersConnect,
  ping,
  doctor,
  'files add': filesAdd,
  'files get': filesGet,
  'files keep': filesKeep,
  'files ls': filesLs,
  'files search': filesSearch,
  'files rm': filesRm,
  'names claim': namesClaim,
  'names resolve': namesResolve,
  'names pin': namesPin,
  'names search': namesSearch,
  'names log': namesLog,
  'services ls': servicesLs,
  'services host': servicesHost,
  'services search': servicesSearch,
  'services inspect': servicesInspect,
  'services run': servicesRun,
  'services stop': servicesStop,
  'services fetch': servicesFetch,
  'feed post': feedPost,
  'feed timeline': feedTimeline,
  'feed read': feedRead,
  'feed follow': feedFollow,
  'feed unfollow': feedUnfollow,
  'feed following': feedFollowing,
  'feed profile': feedProfile,
  'feed address-book': feedAddressBook,
  'bench gossip': benchGossip,
  'service install': serviceInstall,
  'service remove': serviceRemove,
  'config show': configShow,
  version,
}
