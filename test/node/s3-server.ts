import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
// @ts-expect-error: it brings no types of its own
import S3rver from 's3rver'
import { onTestFinished } from 'vitest'

interface Server {
  run(): Promise<{ port: number }>
  close(): Promise<void>
}

/** A real S3-compatible server with one bucket, gone after the test. Says where it is, and what the nodes need to know. */
export async function startS3(bucket: string): Promise<{ endpoint: string; environment: Record<string, string> }> {
  const directory = await mkdtemp(join(tmpdir(), 'hydra-s3-'))
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: bucket }],
  }) as Server
  const { port } = await server.run()
  onTestFinished(async () => {
    await server.close()
    await rm(directory, { recursive: true })
  })
  return {
    endpoint: `http://127.0.0.1:${port}`,
    environment: { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' },
  }
}
