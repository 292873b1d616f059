/** Files that customers and agents send. */
import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import type { Files } from '../ports/files.ts';
import type { Records } from '../ports/records.ts';
import { createExpectedFiles } from './expected.ts';
import { createGuardedFetch, type Surroundings } from './guarded-fetch.ts';
import { createFileRoute, createKeptFiles } from './kept.ts';

const PATH = '/files';

export interface FilesOptions {
  records: Records;
  log: Logger;
  /** Epoch ms. */
  now: () => number;
  surroundings?: Surroundings;
}

export function createFiles({ records, log, now, surroundings }: FilesOptions): Files {
  const kept = createKeptFiles(records, now);
  const expected = createExpectedFiles({ records, kept, fetch: createGuardedFetch(surroundings), log, now });
  return {
    routes: [createFileRoute(PATH, expected.find)],
    async keep(files, { conversationId, origin }) {
      const named = files.map((file) => ({ ...file, id: randomBytes(24).toString('base64url') }));
      const put = await kept.put(named, conversationId);
      return put.map(({ id, name, contentType }) => ({ contentType, name, contentUrl: `${origin}${PATH}/${id}` }));
    },
    async read(contentUrl) {
      const id = new RegExp(`${PATH}/([\\w-]{32})$`).exec(contentUrl)?.[1];
      return id === undefined ? undefined : expected.find(id);
    },
    async expect(file, conversationId) {
      const id = await expected.expectFile(file, conversationId);
      // Agents alone read it, on our own pages, wherever these stand.
      return { contentType: file.contentType, name: file.name ?? 'file', contentUrl: `${PATH}/${id}` };
    },
    serveChannel: expected.serveChannel,
    idle: expected.idle,
    async close() {
      expected.close();
      await expected.idle();
    },
  };
}
