import { describe, expect, it } from 'vitest';
import { findEntities } from '../../src/understanding/entities.ts';

function found(text: string) {
  return findEntities(text, 'ID').map(({ kind, value, start, end }) => [kind, value, text.slice(start, end)]);
}

describe('entities', () => {
  it.each([
    ['0812 3456 7890', '0812 3456 7890'],
    ['nomor saya 081234567890 ya', '081234567890'],
    ['+62-812-3456-7890', '+62-812-3456-7890'],
    ['hp: 6281234567890', '6281234567890'],
    ['no 62 812 3456 7890', '62 812 3456 7890'],
    ['(0812) 3456-7890', '(0812) 3456-7890'],
    ['hp saya ０８１２３４５６７８９０', '０８１２３４５６７８９０'],
    ['我的手机号是081234567890谢谢', '081234567890'],
    ['81234567890', '81234567890'],
  ])('phone in %s', (text, written) => {
    expect(found(text)).toEqual([['phone', '+6281234567890', written]]);
  });

  it('keeps another country', () => {
    expect(found('call +65 8123 4567')).toEqual([['phone', '+6581234567', '+65 8123 4567']]);
  });

  it.each([
    ['email saya Budi.S+1@Mail.co.id.', 'budi.s+1@mail.co.id', 'Budi.S+1@Mail.co.id'],
    ['邮箱是lily@qq.com谢谢', 'lily@qq.com', 'lily@qq.com'],
    ['<a_b@c-d.io>', 'a_b@c-d.io', 'a_b@c-d.io'],
  ])('email in %s', (text, value, written) => {
    expect(found(text)).toEqual([['email', value, written]]);
  });

  it('gives several in their order', () => {
    expect(found('budi@mail.com atau 081234567890').map(([kind]) => kind)).toEqual(['email', 'phone']);
  });

  it.each([
    'order 8812345678',
    'TRX20261124001',
    'INV/2026/11/123456',
    'Rp150.000',
    '2026-11-24 10:30',
    '4111 1111 1111 1111',
    '482913',
    'budi at mail',
    'a@b',
    '@budi',
    'saya@',
    '😀',
  ])('nothing in %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  it.each(['@'.repeat(65_536), 'a@'.repeat(32_768), '1'.repeat(65_536), '0812 '.repeat(13_000), `${'a'.repeat(65_000)}@mail.com`])(
    'bounds its work',
    (text) => {
      const before = performance.now();
      findEntities(text, 'ID');
      expect(performance.now() - before).toBeLessThan(500);
    },
  );
});
