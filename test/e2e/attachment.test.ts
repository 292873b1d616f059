/** A picture from the customer's widget to the agent's console, and what is not taken. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createServerProcess, type ServerProcess } from '../helpers/server.ts';
import { agentOn, customerOn, sharedBrowser, visit } from './browser.ts';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
let browser: Browser;
let server: ServerProcess;
beforeAll(async () => {
  [browser, server] = await Promise.all([sharedBrowser(), createServerProcess()]);
  await server.start();
});
afterAll(async () => {
  await server?.dispose();
});

/** As a file manager does it. */
async function dropFile(page: Page, place: string, name: string): Promise<void> {
  const dropped = await page.evaluateHandle(
    `(() => { const files = new DataTransfer(); files.items.add(new File(['catatan saya'], '${name}', { type: 'text/plain' })); return files; })()`,
  );
  for (const type of ['dragenter', 'dragover', 'drop']) {
    await page.locator(place).dispatchEvent(type, { dataTransfer: dropped });
  }
}

it('reaches the agent, who can open it; a program is refused and can be taken back', { timeout: 60_000 }, async () => {
  const visitor = await visit(browser, server.url, { locale: 'id-ID' });
  const customer = customerOn(visitor.page);
  const input = customer.panel.locator('input[type=file]');
  await customer.open();
  await customer.hears('Ceritakan');
  await input.setInputFiles({ name: 'layar.png', mimeType: 'image/png', buffer: PNG });
  await customer.panel.locator('.file img[alt="layar.png"]').waitFor();
  await customer.hears('file-nya');
  await input.setInputFiles({ name: 'program.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ\0\0program') });
  await customer.panel.locator('.pending[data-state=refused]', { hasText: 'program.pdf' }).waitFor();
  await customer.tap('Hapus');
  await expect.poll(() => customer.panel.locator('.pending').count()).toBe(0);

  await dropFile(visitor.page, 'estafet-widget dialog [role=log]', 'catatan.txt');
  await customer.panel.locator('.group.me', { hasText: 'catatan.txt' }).waitFor();
  await expect.poll(() => customer.panel.locator('.pending').count()).toBe(0);

  await customer.say('mau bicara dengan petugas');
  const desk = await visit(browser, `${server.url}/desk/`, { locale: 'en-US' });
  const agent = agentOn(desk.page);
  await agent.signIn('sari@demo.test');
  await agent.openFirst('Waiting');
  const link = agent.log.getByRole('link', { name: 'layar.png' });
  const response = await desk.page.request.get(new URL((await link.getAttribute('href')) ?? '', server.url).href);
  expect(Buffer.from(await response.body())).toEqual(PNG);
  expect([visitor.errors, desk.errors]).toEqual([[], []]);
  await visitor.close();
  await desk.close();
});

it('goes from the agent to the customer as well; what is not taken is said before or after, and can be taken back', {
  timeout: 60_000,
}, async () => {
  const visitor = await visit(browser, server.url, { locale: 'id-ID' });
  const customer = customerOn(visitor.page);
  await customer.open();
  await customer.say('mau bicara dengan petugas');
  const desk = await visit(browser, `${server.url}/desk/`, { locale: 'en-US' });
  const agent = agentOn(desk.page);
  await agent.signIn('budi@demo.test');
  await desk.page.locator('a.item[data-id]').last().click();
  await desk.page.locator('[data-key=accept]').click();
  const input = desk.page.locator('.composer input[type=file]');
  await input.setInputFiles([
    { name: 'bukti.png', mimeType: 'image/png', buffer: PNG },
    { name: 'kosong.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
  ]);
  await desk.page.getByRole('alert').filter({ hasText: 'kosong.txt is empty' }).waitFor();
  expect(await desk.page.locator('.composer .file-chip').allInnerTexts()).toEqual(['bukti.png']);
  await desk.page.locator('.composer textarea').fill('Ini buktinya.');
  await agent.press('Send');
  await customer.panel.locator('.file img[alt="bukti.png"]').waitFor();
  await customer.hears('Ini buktinya.');
  await agent.log.getByRole('link', { name: 'bukti.png' }).waitFor();

  await dropFile(desk.page, '.log', 'catatan.txt');
  await desk.page.getByRole('button', { name: 'Remove catatan.txt' }).click();
  expect(await desk.page.locator('.composer .file-chip').count()).toBe(0);

  await input.setInputFiles({ name: 'program.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ\0\0program') });
  await agent.press('Send');
  const failed = desk.page.locator('.entry[data-state=failed]', { hasText: 'program.pdf' });
  await failed.getByText('Only pictures').waitFor();
  expect(await failed.getByRole('button', { name: 'Try again' }).count()).toBe(0);
  await failed.getByRole('button', { name: 'Delete' }).click();
  await expect.poll(() => desk.page.locator('.entry[data-state]').count()).toBe(0);
  expect([visitor.errors, desk.errors]).toEqual([[], []]);
  await visitor.close();
  await desk.close();
});
