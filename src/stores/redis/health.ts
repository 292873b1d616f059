/** What of Redis itself a desk depends on: that it serves, and that it neither evicts nor forgets. */
import type { Connection } from './connection.ts';

/** A load balancer asks often and wants to know soon. */
const HEALTH_MS = 1_000;
/** ZADD GT, ZINTER. */
const OLDEST = [6, 2] as const;

/** Written, not only read: a replica or a full disk shows here first. @throws {EstafetError} `store-unavailable` */
export async function checkHealth(connection: Connection): Promise<void> {
  await connection.run((client) => client.set(connection.key('heartbeat'), Date.now()), HEALTH_MS);
}

/** @throws {Error} when this Redis is not of a kind that a desk can live in */
export async function requireFit(connection: Connection, cluster: boolean): Promise<void> {
  for (const info of await connection.info()) {
    const version = field(info, 'redis_version') ?? '0';
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
      throw new Error(`it is Redis ${version}; ${OLDEST.join('.')} or newer is needed`);
    }
    if (!cluster && field(info, 'cluster_enabled') === '1') throw new Error('it is part of a cluster: add ?cluster=true');
  }
}

/** What an operator should change, in sentences; each once, whichever master it concerns. */
export async function warningsOf(connection: Connection): Promise<string[]> {
  const warnings = new Set<string>();
  for (const info of await connection.info()) {
    const policy = field(info, 'maxmemory_policy');
    if (Number(field(info, 'maxmemory')) > 0 && policy !== 'noeviction') {
      warnings.add(`Redis may evict conversations when its memory is full: set maxmemory-policy to noeviction (it is ${policy}).`);
    }
    if (field(info, 'aof_enabled') === '0') {
      warnings.add('Redis forgets what was acknowledged when it restarts: set appendonly to yes.');
    } else {
      for (const sync of (await connection.setting('appendfsync')) ?? ['unknown']) {
        const told = sync === 'unknown' ? 'it could not be asked' : `it is ${sync}`;
        if (sync !== 'always') {
          warnings.add(`Redis may lose the last second or more when its machine fails: set appendfsync to always (${told}).`);
        }
      }
    }
  }
  return [...warnings];
}

function field(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
}
