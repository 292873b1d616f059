/** A picture from the customer's widget to the agent's console, and what is not taken. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createServerProcess, type ServerProcess } from '../helpers/server.ts';
import { agentOn, customerOn, openBrowser, visit } from './browser.ts';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
let browser: Browser;
let server: ServerProcess;
beforeAll(async () => {
  [browser, server] = await Promise.all([openBrowser(), createServerProcess()]);
  await server.start();
});
afterAll(async () => {
  await browser?.close();
  await server?.dispose();
});

/** As a file manager does it. */
async function dropFile(page: Page, name: string): Promise<void> {
  const dropped = await page.evaluateHandle(
    `(() => { const files = new DataTransfer(); files.items.add(new File(['catatan saya'], '${name}', { type: 'text/plain' })); return files; })()`,
  );
  for (const type of ['dragenter', 'dragover', 'drop']) {
    await page.locator('estafet-widget dialog [role=log]').dispatchEvent(type, { dataTransfer: dropped });
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

  await dropFile(visitor.page, 'catatan.txt');
  await customer.panel.locator('.group.me', { hasText: 'catatan.txt' }).waitFor();
  await expect.poll(() => customer.panel.locator('.pending').count()).toBe(0);

  await customer.say('mau bicara dengan petugas');
  const desk = await visit(browser, `${server.url}/desk/`, { locale: 'en-US' });
  const agent = agentOn(desk.page);
  await agent.signIn('sari@demo.test');
  await agent.openFirst('Waiting');
  const link = agent.log.getByRole('link', { name: 'layar.png' });
  const response = await desk.page.request.get((await link.getAttribute('href')) ?? '');
  expect(Buffer.from(await response.body())).toEqual(PNG);
  expect([visitor.errors, desk.errors]).toEqual([[], []]);
  await visitor.close();
  await desk.close();
});
