/** The whole chain in a real browser, against the real process: customer, bot, wallet, agent, and a restart in the middle. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { createServerProcess, type ServerProcess } from '../helpers/server.ts';
import { agentOn, customerOn, MOVING, sharedBrowser, visit, type Visitor } from './browser.ts';

let browser: Browser;
let server: ServerProcess;
const visitors: Visitor[] = [];

beforeAll(async () => {
  [browser, server] = await Promise.all([sharedBrowser(), createServerProcess()]);
  await server.start();
});
afterEach(async () => {
  for (const visitor of visitors.splice(0)) await visitor.close();
});
afterAll(async () => {
  await server?.dispose();
});

async function open(path: string, locale: string): Promise<Visitor> {
  const visitor = await visit(browser, server.url + path, { locale, ...MOVING });
  visitors.push(visitor);
  return visitor;
}

async function restart(): Promise<void> {
  expect(await server.stop()).toBe(0);
  await server.start();
}

describe('the relay', () => {
  it('resets a password to the end in Indonesian, across a restart', { timeout: 90_000 }, async () => {
    const { page, errors } = await open('/', 'id-ID');
    const sinta = customerOn(page);
    await sinta.open();
    await sinta.say('saya lupa kata sandi');
    await sinta.hears('Apa nomor HP atau email yang terdaftar');
    await sinta.say('0812-3456-7890');
    await sinta.hears('Kode sudah dikirim lewat SMS');

    const sms = await page.locator('.arrival-text').first().innerText();
    const code = /\b\d{6}\b/.exec(sms)?.[0];
    expect(code).toBeDefined();
    const link = sinta.panel.getByRole('link', { name: 'Buka halaman aman' });
    const [secure] = await Promise.all([page.context().waitForEvent('page'), link.click()]);

    await restart();
    await secure.getByLabel('Kode 6 angka').fill(code ?? '');
    await secure.getByLabel('Kata sandi baru', { exact: true }).fill('Baru-2026!x');
    await secure.getByLabel('Ulangi kata sandi baru').fill('Baru-2026!x');
    await secure.getByRole('button', { name: 'Simpan kata sandi' }).click();
    await secure.getByRole('heading', { name: 'Kata sandi sudah diganti' }).waitFor();

    await sinta.hears('Berhasil! Kata sandi Anda sudah diganti.');
    await sinta.hears('pakai huruf besar dan kecil, angka, dan simbol');
    await sinta.panel.getByRole('link', { name: 'Masuk' }).waitFor();
    const bubbles = await sinta.bubbles();
    expect(bubbles.join('\n')).not.toContain(code);
    expect(new Set(bubbles).size).toBe(bubbles.length);
    await page.reload();
    await page.locator('estafet-widget .launcher').waitFor();
    if (!(await sinta.panel.isVisible())) await sinta.open();
    await sinta.hears('Berhasil! Kata sandi Anda sudah diganti.');
    expect(await sinta.bubbles()).toEqual(bubbles);
    expect(errors).toEqual([]);
  });

  it('goes over to her language, and the chat around it with it', { timeout: 60_000 }, async () => {
    const { page, errors } = await open('/', 'id-ID');
    const customer = customerOn(page);
    await customer.open();
    await customer.hears('Ceritakan');
    await customer.say('我忘记密码了');
    await customer.hears('请问您账户绑定的手机号或邮箱是什么');
    await customer.panel.getByPlaceholder('请输入消息').waitFor();
    // What she picks herself stays.
    await customer.panel.getByRole('combobox').selectOption('en');
    await customer.say('我的手机号是 0813 8888 1234');
    await customer.hears('验证码已通过短信发送到');
    await customer.panel.getByPlaceholder('Write a message').waitFor();
    expect(errors).toEqual([]);
  });

  it('hands a Chinese chat to an agent and back to the same step, across a restart', { timeout: 90_000 }, async () => {
    const { page, errors } = await open('/', 'zh-CN');
    await page.locator('label', { hasText: 'Wei' }).click();
    const wei = customerOn(page);
    await wei.open();
    await wei.say('我忘记密码了');
    await wei.hears('请问您账户绑定的手机号或邮箱是什么');
    await wei.say('我的密码是 Rahasia123，还是想找人工客服');
    await wei.panel.locator('.queue').waitFor();

    const console = await open('/desk/', 'zh-CN');
    const lin = agentOn(console.page);
    await lin.signIn('lin@demo.test');
    await lin.openFirst('等待中');
    await lin.log.getByText('我忘记密码了').waitFor();
    expect(await lin.log.innerText()).not.toContain('Rahasia123');
    await lin.press('接入');
    await wei.hears(/Lin/);
    await restart();
    await lin.reply('您好，我是 Lin。我来帮您看看。');
    await wei.hears('您好，我是 Lin。');
    await wei.say('谢谢，<b>我想自己再试一次</b>');
    await lin.log.getByText('<b>我想自己再试一次</b>').waitFor();

    await lin.press('退回机器人');
    await console.page.locator('dialog[open]').getByRole('button', { name: '退回', exact: true }).click();
    const asked = wei.panel.locator('.bubble', { hasText: '请问您账户绑定的手机号或邮箱是什么' });
    await asked.nth(1).waitFor();
    await wei.say('0813 8888 1234');
    await wei.hears('验证码已通过短信发送到');

    await wei.say('人工客服');
    await lin.openFirst('等待中');
    await lin.press('接入');
    await lin.reply('需要的话随时找我。');
    await wei.hears('需要的话随时找我。');
    expect([errors, console.errors]).toEqual([[], []]);
  });
});
