import type { BlockStore } from '@hydra/files'
import { ConfigurationError } from '../config/errors.ts'
import type { Settings } from '../config/settings.ts'

/** The bucket in which blocks are kept, where one is named. Loaded only then: it brings 40 MB of its own. */
export async function s3Blocks(
  settings: Settings,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<BlockStore | undefined> {
  const { 'blocks.s3-bucket': bucket, 'blocks.s3-endpoint': endpoint, 'blocks.s3-region': region } = settings
  if (bucket === undefined) return undefined
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment
  if (!accessKeyId || !secretAccessKey) {
    throw new ConfigurationError(
      'Blocks are to be kept in a bucket, and nothing says with which key. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    )
  }
  const [{ S3 }, { S3Blockstore }] = await Promise.all([import('@aws-sdk/client-s3'), import('blockstore-s3')])
  const s3 = new S3({
    region,
    credentials: { accessKeyId, secretAccessKey },
    // Servers of others know neither hosts per bucket nor checksums that Amazon added later. Blocks are checked anyway.
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  const store = new S3Blockstore(s3, bucket)
  await store.open().catch((cause: unknown) => {
    throw new ConfigurationError(
      `The bucket "${bucket}" cannot be used: ${wordsOf(cause)}. Is --blocks-s3-bucket right, and does the key open it?`,
      {
        cause,
      },
    )
  })
  return withMissing(store)
}

/** A block that is not there looks to this store like any failure: the SDK that it was written for said it otherwise. */
function withMissing(store: BlockStore): BlockStore {
  return {
    has: (cid, options) => store.has(cid, options),
    put: (cid, bytes, options) => store.put(cid, bytes, options),
    delete: (cid, options) => store.delete(cid, options),
    getAll: (options) => store.getAll(options),
    async *get(cid, options) {
      try {
        yield* store.get(cid, options)
      } catch (cause) {
        if (options?.signal?.aborted || (await store.has(cid, options))) throw cause
        throw Object.assign(new Error(`${cid.toString()} is not in the bucket.`, { cause }), { name: 'NotFoundError' })
      }
    },
  }
}

function wordsOf(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/, '')
}
