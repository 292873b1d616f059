/** The provider in a terminal, as the channels' pages tell to start it. */
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../helpers/harness.ts';

const run = (channel: string) => {
  const started = promisify(execFile)(process.execPath, [join(ROOT, 'test/channels/simulate.ts'), channel, '--port', '0']);
  started.child.stdin?.end('/quit\n');
  return started;
};

describe('a provider in a terminal', () => {
  it('is offered for channels alone, and prints the settings that lead the desk to it', async () => {
    const refused = await run('').catch((error: unknown) => error as { code: number; stderr: string });
    expect(refused).toMatchObject({ code: 2 });
    const offered = /<([\w|-]+)>/.exec(refused.stderr)?.[1]?.split('|') ?? [];
    expect(await readdir(join(ROOT, 'src/channels'))).toEqual(expect.arrayContaining(offered));
    expect(offered).toEqual(['instagram', 'line', 'messenger', 'telegram', 'whatsapp']);
    for (const channel of offered) {
      expect((await run(channel)).stdout, channel).toMatch(new RegExp(`ESTAFET_${channel.toUpperCase()}_\\w*API=http://127`));
    }
  }, 60_000);
});
