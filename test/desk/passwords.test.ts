import { describe, expect, it } from 'vitest';
import { hashPassword, verifyPassword } from '../../src/desk/passwords.ts';

describe('passwords', () => {
  it('knows the right one and no other', async () => {
    const stored = await hashPassword('kata sandi 密码');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(stored).not.toContain('kata');
    expect(await verifyPassword('kata sandi 密码', stored)).toBe(true);
    expect(await verifyPassword('kata sandi', stored)).toBe(false);
    expect(await verifyPassword('', stored)).toBe(false);
  });

  it('salts: the same password is stored differently each time', async () => {
    const [one, two] = await Promise.all([hashPassword('demo'), hashPassword('demo')]);
    expect(one).not.toBe(two);
  });

  it('still knows a password that was hashed at another cost', async () => {
    const { argon2Sync } = await import('node:crypto');
    const salt = Buffer.from('somesalt123');
    const hash = argon2Sync('argon2id', { message: 'demo', nonce: salt, memory: 4096, passes: 3, parallelism: 1, tagLength: 24 });
    const bare = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
    const stored = `$argon2id$v=19$m=4096,t=3,p=1$${bare(salt)}$${bare(hash)}`;
    expect(await verifyPassword('demo', stored)).toBe(true);
    expect(await verifyPassword('Demo', stored)).toBe(false);
  });

  it.each(['', 'demo', '$2b$10$abcdefghijklmnopqrstuv', '$argon2id$v=19$m=1,t=1$x$y'])(
    'takes nothing for the stored text %j',
    async (stored) => {
      expect(await verifyPassword('demo', stored)).toBe(false);
    },
  );

  it('leaves the event loop free', async () => {
    let turns = 0;
    const hashing = hashPassword('demo').then(() => turns);
    const count = () => {
      turns += 1;
      if (turns < 1_000_000) setImmediate(count);
    };
    setImmediate(count);
    expect(await hashing).toBeGreaterThan(10);
    turns = 1_000_000;
  });
});
