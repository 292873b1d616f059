/** What `ESTAFET_STORE=redis://…` says: where Redis is, who we are there, and which desk. */
import * as z from 'zod';

export interface Address {
  nodes: { host: string; port: number }[];
  cluster: boolean;
  tls: boolean;
  username?: string;
  password?: string;
  db: number;
  /** What every key of the desk begins with; the braces keep them all in one slot of a cluster. */
  tag: string;
}

const FORM = 'redis://[user:password@]host[:port][,host:port…][/db][?desk=name][&cluster=true]';
const DEFAULT_PORT = 6379;

const node = z
  .string()
  .regex(/^(\[[0-9a-f:.]+\]|[\w.-]+)(:\d{1,5})?$/i, 'the host is not written as host or host:port')
  .transform((text) => {
    const [, host = '', port] = /^(.*?)(?::(\d+))?$/.exec(text) ?? [];
    return text.startsWith('[') && text.endsWith(']')
      ? { host: text.slice(1, -1), port: DEFAULT_PORT }
      : { host: host.replaceAll(/[[\]]/g, ''), port: Number(port ?? DEFAULT_PORT) };
  });

const parts = z.strictObject({
  nodes: z.array(node),
  db: z.coerce.number().int().min(0),
  desk: z
    .string()
    .regex(/^[\w.-]{1,64}$/, 'a desk is named by 1 to 64 letters, digits, dots, hyphens and underscores')
    .optional(),
  cluster: z.enum(['true', 'false'], 'cluster is true or false').optional(),
});

/**
 * @param location what follows `redis:` or `rediss:`
 * @param tls of `rediss:`
 * @throws {Error} saying what is wrong, never with the password
 */
export function parseAddress(location: string, tls: boolean): Address {
  const match = /^\/\/(?:([^/?#]*)@)?([^/?#@]+)(?:\/(\d*))?(?:\?([^#]*))?$/.exec(location);
  if (!match) throw new Error(`write it as ${FORM}`);
  const [, credentials, hosts = '', db, query] = match;
  const parsed = parts.safeParse({ nodes: hosts.split(','), db: db || 0, ...Object.fromEntries(new URLSearchParams(query)) });
  if (!parsed.success) throw new Error(`${parsed.error.issues[0]?.message}; write it as ${FORM}`);
  const { nodes, desk } = parsed.data;
  const cluster = nodes.length > 1 || parsed.data.cluster === 'true';
  if (cluster && parsed.data.db > 0) throw new Error('a cluster has only database 0; leave the number out');
  return { nodes, cluster, tls, ...signIn(credentials), db: parsed.data.db, tag: desk ? `{estafet:${desk}}` : '{estafet}' };
}

function signIn(credentials: string | undefined): { username?: string; password?: string } {
  if (!credentials) return {};
  const colon = credentials.indexOf(':');
  const [user, password] = colon < 0 ? [credentials, ''] : [credentials.slice(0, colon), credentials.slice(colon + 1)];
  try {
    return { ...(user && { username: decodeURIComponent(user) }), ...(password && { password: decodeURIComponent(password) }) };
  } catch {
    throw new Error('user or password holds a % that stands for nothing; write it as %25');
  }
}
