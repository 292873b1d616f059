import { describe, expect, it } from 'vitest';
import { createFactFinder } from '../../src/understanding/facts/facts.ts';
import { parseLanguages } from '../../src/understanding/index.ts';
import { data } from './data.ts';

const words = Object.values(parseLanguages(data)).flatMap(({ entities }) => entities ?? []);
const find = createFactFinder(words, { region: 'ID', timeZone: 'Asia/Jakarta' });
/** Wednesday 25 November 2026, 10:30 in Jakarta. */
const NOW = Date.UTC(2026, 10, 25, 3, 30);

function found(text: string, kind?: string) {
  return find(text, NOW)
    .filter((entity) => !kind || entity.kind === kind)
    .map(({ kind: is, value, start, end }) => [is, value, text.slice(start, end)]);
}

describe('sums', () => {
  it.each([
    ['topup 150rb gagal', '150000', '150rb'],
    ['Rp 1,5 juta hilang', '1500000', 'Rp 1,5 juta'],
    ['IDR 20.000', '20000', 'IDR 20.000'],
    ['Rp150.000', '150000', 'Rp150.000'],
    ['pesanan Rp150000', '150000', 'Rp150000'],
    ['idr150000', '150000', 'idr150000'],
    ['saya bayar 1.250.000,00', '1250000', '1.250.000,00'],
    ['50k please', '50000', '50k'],
    ['2 million rupiah', '2000000', '2 million rupiah'],
    ['充了十五万没到', '150000', '十五万'],
    ['转了15万盾', '150000', '15万盾'],
    ['付了两百块', '200', '两百块'],
    ['3.5jt', '3500000', '3.5jt'],
  ])('%s', (text, value, written) => {
    expect(found(text)).toEqual([['amount', value, written]]);
  });

  it.each(['saya punya 3 anak', '我有两个账户', 'kode 482913', 'call me at home', 'book 2 kilos'])('none in %s', (text) => {
    expect(found(text, 'amount')).toEqual([]);
  });
});

describe('days and hours', () => {
  it.each([
    ['kemarin jam 3 sore', 'moment', '2026-11-24T15:00', 'kemarin jam 3 sore'],
    ['kemarin, pukul 15.30', 'moment', '2026-11-24T15:30', 'kemarin, pukul 15.30'],
    ['hari ini belum masuk', 'date', '2026-11-25', 'hari ini'],
    ['senin kemarin', 'date', '2026-11-23', 'senin kemarin'],
    ['3 hari yang lalu', 'date', '2026-11-22', '3 hari yang lalu'],
    ['tgl 5 november', 'date', '2026-11-05', '5 november'],
    ['20 desember saya transfer', 'date', '2026-12-20', '20 desember'],
    ['31 dec', 'date', '2025-12-31', '31 dec'],
    ['last friday 3pm', 'moment', '2026-11-20T15:00', 'last friday 3pm'],
    ['yesterday at 9', 'moment', '2026-11-24T09:00', 'yesterday at 9'],
    ['2 hours ago', 'moment', '2026-11-25T08:30', '2 hours ago'],
    ['on 24/11/2026', 'date', '2026-11-24', '24/11/2026'],
    ['2026-11-24 10:30', 'moment', '2026-11-24T10:30', '2026-11-24 10:30'],
    ['昨天下午3点转的', 'moment', '2026-11-24T15:00', '昨天下午3点'],
    ['昨天下午三点半', 'moment', '2026-11-24T15:30', '昨天下午三点半'],
    ['上周五', 'date', '2026-11-20', '上周五'],
    ['3天前', 'date', '2026-11-22', '3天前'],
    ['jam 8 malam', 'time', '20:00', 'jam 8 malam'],
    ['1 malam', 'time', '01:00', '1 malam'],
    ['jam 12 malam', 'time', '00:00', 'jam 12 malam'],
    ['jam 11 siang', 'time', '11:00', 'jam 11 siang'],
    ['jam 1 siang', 'time', '13:00', 'jam 1 siang'],
    ['12 am', 'time', '00:00', '12 am'],
    ['12pm', 'time', '12:00', '12pm'],
    ['1 at night', 'time', '01:00', '1 at night'],
    ['晚上12点', 'time', '00:00', '晚上12点'],
    ['昨天晚上1点', 'moment', '2026-11-25T01:00', '昨天晚上1点'],
    ['hari ini jam 1 malam', 'moment', '2026-11-25T01:00', 'hari ini jam 1 malam'],
    ['kemarin jam 9 malam', 'moment', '2026-11-24T21:00', 'kemarin jam 9 malam'],
  ])('%s', (text, kind, value, written) => {
    expect(found(text)).toEqual([[kind, value, written]]);
  });

  it('follow her clock, not the server’s', () => {
    const lateEvening = Date.UTC(2026, 10, 25, 18, 0);
    expect(find('today', lateEvening)).toMatchObject([{ value: '2026-11-26' }]);
    expect(find('today')).toEqual([]);
  });
});

describe('other facts', () => {
  it.each([
    ['order TRX20261124001 gagal', 'order', 'TRX20261124001', 'TRX20261124001'],
    ['no. INV/2026/11/123456', 'order', 'INV/2026/11/123456', 'INV/2026/11/123456'],
    ['pesanan 88123456', 'order', '88123456', '88123456'],
    ['order INV-123', 'order', 'INV-123', 'INV-123'],
    ['订单号：abc1234', 'order', 'ABC1234', 'abc1234'],
    ['yang kedua aja', 'ordinal', '2', 'yang kedua'],
    ['第二个', 'ordinal', '2', '第二个'],
    ['the second one please', 'ordinal', '2', 'the second one'],
    ['yang terakhir', 'ordinal', '-1', 'yang terakhir'],
    ['nomor 3', 'ordinal', '3', 'nomor 3'],
    ['bintang? 4 bintang', 'rating', '4', '4 bintang'],
    ['五星好评', 'rating', '5', '五星'],
    ['i give it 2/5', 'rating', '2', '2/5'],
  ])('%s', (text, kind, value, written) => {
    expect(found(text)).toEqual([[kind, value, written]]);
  });

  it('names banks and shops', () => {
    expect(found('dari klikbca ke tokped 150rb kemarin')).toEqual([
      ['bank', 'BCA', 'klikbca'],
      ['merchant', 'Tokopedia', 'tokped'],
      ['amount', '150000', '150rb'],
      ['date', '2026-11-24', 'kemarin'],
    ]);
  });

  it('takes a phone number for nothing else', () => {
    expect(found('hp saya 0812 3456 7890')).toEqual([['phone', '+6281234567890', '0812 3456 7890']]);
  });

  it('bounds its work', () => {
    const before = performance.now();
    for (const text of ['1 '.repeat(30_000), '十'.repeat(60_000), 'a1'.repeat(30_000), 'jam '.repeat(16_000)]) find(text, NOW);
    expect(performance.now() - before).toBeLessThan(500);
  });
});
