/** The terminal client as a process in a pipe, against the real server. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linesOf, type WireActivity } from '../../src/cli/chat-lines.ts';
import { createServerProcess, type ServerProcess } from '../helpers/server.ts';

let server: ServerProcess;
beforeAll(async () => {
  server = await createServerProcess();
  await server.start();
});
afterAll(() => server?.dispose());

async function chat(input: string, ...args: string[]): Promise<{ output: string; errors: string; code: number }> {
  const child = spawn(process.execPath, ['src/cli/chat.ts', '--url', server.url, ...args], {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ESTAFET_DATA: server.dataDir },
  });
  child.stdin.end(input);
  const exited = once(child, 'exit') as Promise<[number]>;
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { output, errors, code: (await exited)[0] };
}

describe('npm run chat', () => {
  it('talks in a pipe, answers by number, and finds its conversation again', async () => {
    const first = await chat('I forgot my password\n', '--locale', 'en');
    expect(first).toMatchObject({ code: 0, errors: '' });
    expect(first.output).toContain('you  I forgot my password\nbot  I can help with that.');
    const second = await chat('1\n');
    expect(second.output).toContain('you  I forgot my password');
    expect(second.output).toContain('you  Talk to a person\nbot  OK, I’m connecting you');
    expect(second.output).toContain('---  you are in the queue for a person');
    expect((await chat('', '--new')).output).not.toContain('I forgot my password');
  });

  it('says what to do when nothing answers', async () => {
    const { code, errors } = await chat('', '--url', 'http://127.0.0.1:1');
    expect([code, errors]).toEqual([1, 'Nothing answers at http://127.0.0.1:1. Start the desk with npm start.\n']);
  });
});

describe('lines', () => {
  const plain = (_: unknown, words: string) => words;
  const base: WireActivity = { type: 'message', from: { id: 'bot', role: 'bot' } };

  it('number what stands on cards, then the quick replies', () => {
    const content = { title: 'Tokopedia', buttons: [{ type: 'imBack', title: 'Choose', value: 'Tokopedia, Rp 459.000' }] };
    const activity = { ...base, text: 'Which?', attachments: [{ content }], suggestedActions: { actions: [{ title: 'Another' }] } };
    expect(linesOf(activity, plain)).toEqual(['bot  Which?', '     1 Tokopedia, Rp 459.000', '     2 Another']);
  });

  it('tell an agent from the bot, and say what happens', () => {
    const agent = { ...base, from: { id: 'agent:s', name: 'Sari', role: 'bot' }, channelData: { estafet: { author: 'agent' } } };
    expect(linesOf({ ...agent, text: 'a\nb' }, plain)).toEqual(['Sari  a', '     b']);
    const event = (name: string, value?: unknown) => linesOf({ ...agent, type: 'event', name, value }, plain);
    expect(event('handoff.status', { state: 'accepted' })).toEqual(['---  Sari has joined']);
    expect(event('queue.update', { position: 2, estimateSeconds: 200, agentsOnline: 1 })).toEqual(['---  your place: 2, about 3 min']);
    expect(event('queue.update', 'rubbish')).toEqual([]);
  });
});
