/** Refund, money not received, account in danger and safety tips, in a real browser: each to its good end and to a person. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { createServerProcess, type ServerProcess } from '../helpers/server.ts';
import { agentOn, sharedBrowser, visit, type Visitor } from './browser.ts';
import { type Caller, call as openCall } from './caller.ts';

let browser: Browser;
let server: ServerProcess;
const visitors: Visitor[] = [];

beforeAll(async () => {
  [browser, server] = await Promise.all([sharedBrowser(), createServerProcess()]);
  await server.start();
});
afterEach(async () => {
  const faults = visitors.flatMap(({ errors }) => errors);
  for (const visitor of visitors.splice(0)) await visitor.close();
  expect(faults).toEqual([]);
});
afterAll(async () => {
  await server?.dispose();
});

async function call(who: string, locale: string): Promise<Caller> {
  const caller = await openCall(browser, server.url, who, locale);
  visitors.push(caller);
  return caller;
}

/** As the wallet itself has her account. */
async function statusOf(customerId: string): Promise<string> {
  const { wallet } = JSON.parse(await readFile(join(server.dataDir, 'secrets.json'), 'utf8')) as { wallet: string };
  const answer = await fetch(`${server.sandboxUrl}/api/v1/customers/${customerId}`, { headers: { Authorization: `Bearer ${wallet}` } });
  return ((await answer.json()) as { status: string }).status;
}

describe('a verified Indonesian customer', () => {
  it('gets a refund in the middle of a password reset, and goes on with the reset', { timeout: 60_000 }, async () => {
    const sinta = await call('Sinta', 'id-ID');
    await sinta.told('saya lupa kata sandi', 'Apa nomor HP atau email yang terdaftar');
    await sinta.told('mau refund', 'pengembalian');
    await sinta.told('Ajukan baru', 'Pembayaran yang mana');
    await sinta.told('DPT27110000', 'Apa kendalanya?');
    await sinta.told('Bayar dua kali', 'Mohon dicek: pengembalian');
    await sinta.told('Ya, ajukan', 'ketuk angka');
    await sinta.confirms();
    await sinta.hears(/Sudah diajukan\. Nomor pengembalian Anda RF\d+/);
    await sinta.hears('Sekarang kita lanjutkan yang tadi');
    await sinta.told('0812-3456-7890', 'Kode sudah dikirim lewat SMS');
  });

  it('has an overdue top-up looked into', { timeout: 60_000 }, async () => {
    const sinta = await call('Sinta', 'id-ID');
    await sinta.told('top up belum masuk', 'Yang mana yang belum sampai?');
    await sinta.told('yang 300.000', 'ajukan penelusuran');
    await sinta.told('ya', /Penelusuran sudah saya ajukan\. Nomornya INV\d+/);
    await sinta.told('Cukup dulu', 'nanti saya cek lagi');
    await sinta.hears('Ada lagi yang bisa saya bantu?');
  });

  it('asks for a person in the middle of her check-up', { timeout: 60_000 }, async () => {
    const sinta = await call('Sinta', 'id-ID');
    await sinta.told('bagaimana cara menjaga keamanan akun', 'lima tips singkat');
    await sinta.tap('Cek pengaturan saya');
    await sinta.hears(/Kata sandi terakhir diganti|login yang tidak dikenali/);
    await sinta.told('mau bicara sama petugas', 'saya sambungkan ke petugas kami');
    await sinta.panel.locator('.queue').waitFor();
  });
});

describe('a verified Chinese customer', () => {
  it('goes through her settings to the end', { timeout: 60_000 }, async () => {
    const wei = await call('Wei', 'zh-CN');
    await wei.told('怎么保护我的账户安全', '五条小提示');
    await wei.tap('检查我的设置');
    await wei.hears('系统发现一次陌生登录');
    await wei.told('是我本人', '您上次修改密码是');
    await wei.told('继续', '两步验证');
    await wei.told('继续', '有不再使用的吗');
    await wei.told('都是我的', '都检查完了');
    await wei.told('够了', '以后发现异常，请马上告诉我们');
  });

  it('does not see a withdrawal that has arrived, and gets a person', { timeout: 60_000 }, async () => {
    const wei = await call('Wei', 'zh-CN');
    await wei.told('提现没到账', '是哪一笔还没到');
    await wei.told('另一笔', '这些都已经到账');
    await wei.told('BNI', '您看到这笔钱了吗');
    await wei.told('没看到', '正在为您转接人工客服');
    await wei.panel.locator('.queue').waitFor();
  });

  it('freezes her account, which the wallet shows frozen, and is helped by a person to the end', { timeout: 60_000 }, async () => {
    const wei = await call('Wei', 'zh-CN');
    await wei.told('我的账号被盗了', '请问发生了什么');
    await wei.told('有笔交易不是我操作的', '我现在就可以冻结您的账户');
    expect(await statusOf('wei')).toBe('active');
    await wei.told('是', '点选数字');
    await wei.confirms();
    await wei.hears(/您的账户已于 .* 冻结/);
    expect(await statusOf('wei')).toBe('frozen');
    await wei.told('voucher game 88', '还有别的不是您操作的吗');
    await wei.told('就这些', '正在为您转接人工客服');

    const console = await visit(browser, `${server.url}/desk/`, { locale: 'zh-CN' });
    visitors.push(console);
    const lin = agentOn(console.page);
    await lin.signIn('lin@demo.test');
    // Hers is the first of those who wait: an account in danger comes before everybody.
    await lin.openFirst('等待中');
    await lin.log.getByText('我的账号被盗了').waitFor();
    await lin.press('接入');
    await wei.hears(/Lin/);
    await lin.press('退回机器人');
    await console.page.locator('dialog[open]').getByRole('button', { name: '退回', exact: true }).click();
    await wei.hears('现在您的账户一切正常了吗');
    await wei.told('是', '平时多看看交易记录');
    await wei.hears('还有什么可以帮您的吗');
  });
});

describe('a guest', () => {
  it('tells a person of a refund without the app', { timeout: 60_000 }, async () => {
    const guest = await call('Guest', 'en-GB');
    await guest.told('i want a refund', 'confirm in the wallet app');
    await guest.told('DPT27110001, 15:30', 'how much did you pay');
    await guest.told('Rp150rb', 'What went wrong?');
    await guest.told('Never arrived', 'One of our team will find the payment');
    await guest.panel.locator('.queue').waitFor();
  });

  it('says all of it at once, and is asked nothing before a person looks for the money', { timeout: 60_000 }, async () => {
    const guest = await call('Guest', 'en-GB');
    await guest.told('my transfer of 500k to BCA yesterday hasn’t arrived', 'One of our team will look for this money');
    await guest.panel.locator('.queue').waitFor();
  });

  it('without her phone, asks for her account to be frozen', { timeout: 60_000 }, async () => {
    const guest = await call('Guest', 'en-GB');
    await guest.told('my phone was stolen on the train', 'What happened?');
    await guest.told('My phone is gone', 'With your phone gone');
    await guest.told('yes', 'phone number or email of the account');
    await guest.told('emma@example.test', 'Your request to freeze the account');
    await guest.panel.locator('.queue').waitFor();
    // Only a person of the wallet decides on it.
    expect(await statusOf('emma')).toBe('active');
  });

  it('is told how to be safe', { timeout: 60_000 }, async () => {
    const guest = await call('Guest', 'en-GB');
    await guest.told('how do i keep my account safe', 'five short tips');
    await guest.tap('Five tips');
    await guest.hears('Five habits');
    await guest.tap('Two-factor authentication');
    await guest.hears('a stolen password alone isn’t enough to get in');
    await guest.told('That’s enough', 'If anything ever looks odd');
  });
});
