/** What a page may do in the browser. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pagePolicy } from '../../src/pages/policy.ts';
import { ROOT } from '../helpers/harness.ts';
import { openPages } from './house.ts';

/** A policy's directives by name. */
function directives(policy: unknown): Record<string, string[]> {
  const parts = String(policy)
    .split(';')
    .map((part) => part.trim().split(/\s+/));
  return Object.fromEntries(parts.map(([name = '', ...values]) => [name, values]));
}
const policyFor = (origin: string, embeds = false) => directives(pagePolicy(origin, embeds)['Content-Security-Policy']);

describe('a page', () => {
  it('loads from here and from nowhere else, and runs no script that stands in it', () => {
    const policy = policyFor('https://desk.example');
    expect(policy['default-src']).toEqual(["'none'"]);
    expect(policy['script-src']).toEqual(["'self'"]);
    expect(policy['style-src']).toEqual(["'self'"]);
    expect(policy['media-src']).toEqual(["'self'", 'blob:']);
    for (const value of Object.values(policy).flat()) expect(value).not.toMatch(/unsafe|\*|^https?:$/);
  });

  it('is framed by nobody, posts no form, and has no other base', () => {
    const headers = pagePolicy('https://desk.example', false);
    const policy = directives(headers['Content-Security-Policy']);
    for (const name of ['frame-ancestors', 'form-action', 'base-uri']) expect(policy[name]).toEqual(["'none'"]);
    expect(headers['X-Frame-Options']).toBe('DENY');
    expect(headers['Cross-Origin-Opener-Policy']).toBe('same-origin');
  });

  it.each([
    ['https://desk.example', 'wss://desk.example'],
    ['http://127.0.0.1:3978', 'ws://127.0.0.1:3978'],
    ['http://[::1]:3978', 'ws://[::1]:3978'],
  ])('of %s opens sockets to %s', (origin, socket) => {
    expect(policyFor(origin)['connect-src']).toEqual(["'self'", socket]);
  });

  it.each(['', 'nonsense', "https://x.example;script-src 'unsafe-inline'", 'https://x.example,y', "https://a b'c"])(
    'lets nothing of the Host header %j into its policy',
    (origin) => {
      const policy = policyFor(origin);
      expect(policy['script-src']).toEqual(["'self'"]);
      expect(policy['connect-src']).toEqual(["'self'"]);
      expect(Object.keys(policy).toSorted()).toEqual(Object.keys(policyFor('https://desk.example')).toSorted());
    },
  );

  it('that embeds the widget may make script tags; any other turns no text into script', () => {
    expect(policyFor('https://desk.example')).toMatchObject({ 'require-trusted-types-for': ["'script'"], 'trusted-types': ["'none'"] });
    expect(policyFor('https://desk.example', true)).not.toHaveProperty('require-trusted-types-for');
  });
});

describe('the server', () => {
  it('sends it with pages, and with pages only', async () => {
    const house = await openPages(join(ROOT, 'src/web'), true);
    const [demo, icon] = [await house.get('/'), await house.get('/demo/icon.svg')];
    await house.close();
    const { host } = new URL(house.origin);
    expect(directives(demo.headers['content-security-policy'])).toEqual(policyFor(`http://${host}`, true));
    expect(demo.headers['referrer-policy']).toBe('same-origin');
    expect(icon.headers['content-security-policy']).toBeUndefined();
  });
});
