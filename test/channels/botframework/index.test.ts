import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createChannel } from '../../../src/channels/botframework/index.ts';
import { createHarness, ROOT } from '../../helpers/harness.ts';
import { channelContext } from '../../helpers/channel-context.ts';

describe('the channel', () => {
  it('is no open door: off in production without credentials', async () => {
    const harness = await createHarness();
    const demo = await createChannel(channelContext(harness));
    expect(await createChannel(channelContext(harness, { production: true }))).toBeUndefined();
    expect(demo).toMatchObject({ name: 'botframework', routes: [{ method: 'POST', path: '/api/messages' }] });
    await demo?.close?.();
    await harness.close();
  });

  it('costs nothing at start-up, and its SDK prints nothing when it comes', async () => {
    const index = pathToFileURL(join(ROOT, 'src/channels/botframework/index.ts')).href;
    const script = `
      import { createRequire } from 'node:module';
      const loaded = () => Object.keys(createRequire(import.meta.url).cache).some((file) => file.includes('/botbuilder/'));
      await import(${JSON.stringify(index)});
      const before = loaded();
      await import('botbuilder');
      process.stdout.write(JSON.stringify({ before, after: loaded() }));
    `;
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { cwd: ROOT });
    expect(JSON.parse(stdout)).toEqual({ before: false, after: true });
    expect(stderr).toBe('');
  });
});
