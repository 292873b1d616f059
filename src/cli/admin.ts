/**
 * `npm run admin -- save --email sari@wallet.example --name "Sari Wulandari"`: makes an account for the console, or
 * changes it. `npm run admin -- list` shows those there are. Works beside a running desk.
 *
 * Options of `save`: --role agent|supervisor|admin  --teams support  --locales id,en  --capacity 5
 * The password is read from standard input; without one there a random one is made and shown once.
 */
import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { readConfig } from '../config.ts';
import { DEFAULT_TEAM } from '../core/handoff.ts';
import { type Agents, createAgents, roles } from '../desk/agents.ts';
import { hashPassword } from '../desk/passwords.ts';
import { openStorage } from '../discover.ts';

const SHORTEST = 12;

const names = z.string().transform((given) => given.split(',').map((name) => name.trim()));
const options = z.object({
  email: z.email('--email: write an email address').transform((email) => email.toLowerCase()),
  name: z.string({ error: '--name is missing' }).min(1),
  role: roles.default('agent'),
  teams: names.default([DEFAULT_TEAM]),
  locales: names.default(['id']),
  capacity: z.coerce.number('--capacity: a number').int().min(1).max(50).default(5),
});

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: Object.fromEntries(Object.keys(options.shape).map((name) => [name, { type: 'string' as const }])),
  });
  const config = readConfig(process.env);
  const { records, close } = await openStorage(config.ESTAFET_STORE);
  try {
    const agents = createAgents({ records, demo: !config.production, now: Date.now });
    if (positionals[0] === 'list') return await list(agents);
    if (positionals[0] === 'save') return await save(agents, values);
    throw new Error('Write `npm run admin -- list` or `npm run admin -- save --email … --name …`.');
  } finally {
    await close();
  }
}

async function list(agents: Agents): Promise<void> {
  for (const { email, name, role, locales } of await agents.all())
    process.stdout.write(`${email}  ${name}  ${role}  ${locales.join(',')}\n`);
}

async function save(agents: Agents, given: object): Promise<void> {
  const parsed = options.safeParse(given);
  if (!parsed.success) throw new Error(parsed.error.issues.map(({ message }) => message).join('\n'));
  const typed = process.stdin.isTTY ? '' : (await text(process.stdin)).trim();
  if (typed && typed.length < SHORTEST) throw new Error(`The password needs at least ${SHORTEST} characters.`);
  const password = typed || randomBytes(15).toString('base64url');
  const { email } = parsed.data;
  const known = await agents.byEmail(email);
  // Whoever is signed in with the old password is so no longer.
  const signOutAt = Date.now();
  await agents.save({ id: known?.id ?? email, ...parsed.data, passwordHash: await hashPassword(password), signOutAt });
  process.stdout.write(`${email} can sign in now.${typed ? '' : ` Password: ${password}`}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
