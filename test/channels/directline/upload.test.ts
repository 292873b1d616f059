/** Files along with a message: what is taken, what it becomes, and how it is given out. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SARI } from '../../helpers/harness.ts';
import { type House, openHouse } from './house.ts';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF');

let house: House;
let token = '';
let path = '';
beforeEach(async () => {
  house = await openHouse();
  const made = await house.token({ id: 'dl_sinta' });
  token = made.token;
  path = `/v3/directline/conversations/${made.conversationId}`;
  await house.call('POST', '/v3/directline/conversations', token, { locale: 'en' });
});
afterEach(() => house.close());

interface Part {
  bytes: Uint8Array;
  name: string;
  type?: string;
}

/** As DirectLineJS posts it. */
async function upload(files: Part[], activity: object = { type: 'message', from: { id: 'dl_sinta' } }, query = '') {
  const form = new FormData();
  form.append('activity', new Blob([JSON.stringify(activity)], { type: 'application/vnd.microsoft.activity' }));
  for (const { bytes, name, type } of files) form.append('file', new Blob([new Uint8Array(bytes)], { type }), name);
  const response = await fetch(`${house.url}${path}/upload${query}`, {
    method: 'POST',
    body: form,
    headers: { Authorization: `Bearer ${token}` },
  });
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into whatever came
  return { status: response.status, body: (await response.json()) as any };
}
const log = async () => (await house.call('GET', `${path}/activities?watermark=1`, token)).body.activities;

describe('an upload', () => {
  it('becomes her message, and each file is given out as what it is', async () => {
    const activity = { type: 'message', text: 'see here', from: { id: 'dl_sinta' }, channelData: { clientActivityID: 'up-1' } };
    const { status, body } = await upload(
      [
        { bytes: PNG, name: 'screen.png', type: 'text/html' },
        { bytes: PDF, name: 'bill.pdf' },
      ],
      activity,
    );
    expect(status).toBe(200);
    const [message] = await log();
    expect(message).toMatchObject({ id: body.id, text: 'see here', channelData: { clientActivityID: 'up-1' } });
    expect(message.attachments.map(({ contentType, name }: { contentType: string; name: string }) => [contentType, name])).toEqual([
      ['image/png', 'screen.png'],
      ['application/pdf', 'bill.pdf'],
    ]);
    const [picture, pdf] = await Promise.all(message.attachments.map(({ contentUrl }: { contentUrl: string }) => fetch(contentUrl)));
    expect(Buffer.from(await picture.arrayBuffer())).toEqual(PNG);
    expect([picture, pdf].map(({ headers }) => headers.get('Content-Disposition')?.split(';')[0])).toEqual(['inline', 'attachment']);
    for (const { headers } of [picture, pdf]) {
      expect(headers.get('Content-Security-Policy')).toContain('sandbox');
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    }
  });

  it('without words is answered, and the question she was asked still stands', async () => {
    await house.call('POST', `${path}/activities`, token, { type: 'message', text: 'I forgot my password' });
    await upload([{ bytes: PNG, name: 'a.png' }]);
    const keys = (await log()).flatMap((entry: { channelData: { messageKey?: string } }) => entry.channelData.messageKey ?? []);
    expect(keys).toEqual(['reset-password.ask-contact', '_common.file-received', 'reset-password.ask-contact']);
  });

  it('reaches the agent who has the conversation, and nobody answers for her', async () => {
    await house.call('POST', `${path}/activities`, token, { type: 'message', text: 'human please' });
    const chat = house.harness.chat({ id: path.split('/').at(-1) });
    await chat.agent(SARI, { type: 'accept' });
    await upload([{ bytes: PNG, name: 'a.png' }]);
    expect((await chat.log('desk')).at(-1)).toMatchObject({ from: { role: 'user' }, attachments: [{ name: 'a.png' }] });
  });

  it('may be one raw file', async () => {
    const response = await fetch(`${house.url}${path}/upload?userId=dl_sinta`, {
      method: 'POST',
      body: new Uint8Array(PNG),
      headers: {
        'Authorization': `Bearer ${token}`,
        'Content-Type': 'image/png',
        'Content-Disposition': 'name="file"; filename="raw.png"',
      },
    });
    expect(response.status).toBe(200);
    expect((await log())[0].attachments[0].name).toBe('raw.png');
  });

  it('repeated under its id is one message', async () => {
    const activity = { type: 'message', text: 'once', channelData: { clientActivityID: 'up-2' } };
    const [first, second] = [
      await upload([{ bytes: PNG, name: 'a.png' }], activity),
      await upload([{ bytes: PNG, name: 'a.png' }], activity),
    ];
    expect(second.body).toEqual(first.body);
    expect((await log()).filter((entry: { text: string }) => entry.text === 'once')).toHaveLength(1);
  });

  it('is refused by content, not by name, and nothing of it is kept', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>';
    const bad: [Part[], object | undefined, string, number, string][] = [
      [[{ bytes: Buffer.from(svg), name: 'a.png', type: 'image/png' }], undefined, '', 415, 'file-not-accepted'],
      [[{ bytes: Buffer.from('<html><script>1</script>'), name: 'a.txt' }], undefined, '', 415, 'file-not-accepted'],
      [[{ bytes: Buffer.from('MZ\0\0program'), name: 'a.pdf' }], undefined, '', 415, 'file-not-accepted'],
      [
        [
          { bytes: PNG, name: 'ok.png' },
          { bytes: Buffer.from(svg), name: 'b.svg' },
        ],
        undefined,
        '',
        415,
        'file-not-accepted',
      ],
      [[{ bytes: Buffer.concat([PNG, Buffer.alloc(9_000_000)]), name: 'big.png' }], undefined, '', 413, 'body-too-large'],
      [[], undefined, '', 400, 'MissingProperty'],
      [Array.from({ length: 6 }, () => ({ bytes: PNG, name: 'a.png' })), undefined, '', 400, 'BadArgument'],
      [[{ bytes: PNG, name: 'a.png' }], { type: 'event', name: 'x' }, '', 400, 'BadArgument'],
      [[{ bytes: PNG, name: 'a.png' }], undefined, '?userId=dl_wei', 400, 'BadArgument'],
    ];
    for (const [files, activity, query, status, code] of bad) {
      const answer = await upload(files, activity, query);
      expect([answer.status, answer.body.error.code]).toEqual([status, code]);
    }
    expect(await log()).toEqual([]);
    expect(await house.harness.storage.records.list('files', house.harness.clock.now())).toEqual([]);
  });

  it('is a file with a plain name, gone after half a year', async () => {
    await upload([{ bytes: PNG, name: '../../etc/note<b>.png' }]);
    const { name, contentUrl } = (await log())[0].attachments[0];
    expect(name).toBe('noteb.png');
    expect((await fetch(contentUrl.replace(/[^/]+$/, 'a-guess'))).status).toBe(404);
    house.harness.clock.advance(181 * 86_400_000);
    expect((await fetch(contentUrl)).status).toBe(404);
  });
});
