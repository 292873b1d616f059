/** Microsoft's WebChat on a page of its own host, as a company that already uses it would embed it. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const bundle = join(dirname(createRequire(import.meta.url).resolve('botframework-webchat')), '../dist/webchat.js');

export interface WebChatPage {
  url: string;
  close(): void;
}

/** @param server scheme and host of our server @param token of the conversation that the page joins at each load */
export async function serveWebChat(server: string, token: string): Promise<WebChatPage> {
  const script = await readFile(bundle);
  const options = JSON.stringify({ domain: `${server}/v3/directline`, token, conversationStartProperties: { locale: 'en-US' } });
  const html = `<!doctype html><html lang="en"><title>WebChat</title><style>html,body,#chat{height:100%;margin:0}</style>
<div id="chat"></div><script src="webchat.js"></script><script>
const directLine = WebChat.createDirectLine(${options});
WebChat.renderWebChat({ directLine, locale: 'en-US', sendTypingIndicator: true }, document.querySelector('#chat'));
</script></html>`;
  const host = createServer((request, response) => {
    const isScript = request.url === '/webchat.js';
    response.setHeader('Content-Type', `${isScript ? 'text/javascript' : 'text/html'}; charset=utf-8`);
    response.end(isScript ? script : html);
  });
  await new Promise<void>((resolve) => void host.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(host.address() as AddressInfo).port}/`, close: () => void host.close() };
}
