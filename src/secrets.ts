/** The demo's made-up secrets, kept so that a restart keeps every chat alive. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

const demoSecrets = z.object({ directLine: z.string().min(16), wallet: z.string().min(16) });
export type DemoSecrets = z.infer<typeof demoSecrets>;

/** @throws {Error} when `secrets.json` is there but not readable as such: deleting it makes new ones */
export async function loadDemoSecrets(folder: string): Promise<DemoSecrets> {
  const file = join(folder, 'secrets.json');
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text !== undefined) {
    const parsed = demoSecrets.safeParse(parseJson(text));
    if (!parsed.success) throw new Error(`${file} is damaged; delete it and start again (open chats begin anew)`);
    return parsed.data;
  }
  const made: DemoSecrets = { directLine: randomBytes(32).toString('base64url'), wallet: randomBytes(32).toString('base64url') };
  await mkdir(folder, { recursive: true });
  await writeFile(`${file}.new`, JSON.stringify(made, null, 2), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return made;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
