/** The customers' phones: SMS, email, and the wallet's app that asks whether it is she. */
import type { HttpResponse, Route } from '../../ports/http.ts';
import { EstafetError } from '../../errors.ts';
import type { ConfirmationRow, Confirmations } from './confirmations.ts';
import type { Database } from './database.ts';
import { escapeHtml, page } from './html.ts';
import { Refusal } from './refusal.ts';

interface MessageRow {
  no: number;
  channel: 'sms' | 'email';
  recipient: string;
  text: string;
  code: string | null;
  link: string | null;
  at: number;
}

/** As many as a phone shows. */
const SHOWN = 50;

export const PHONE_SCRIPT = `setInterval(async()=>{const r=await fetch(location.href);if(!r.ok)return;const d=new DOMParser().parseFromString(await r.text(),'text/html');const n=d.querySelector('#messages'),o=document.querySelector('#messages');if(n&&o&&n.innerHTML!==o.innerHTML)o.innerHTML=n.innerHTML},3000);`;

export function phoneRoutes({ basePath, db, confirmations }: { basePath: string; db: Database; confirmations: Confirmations }): Route[] {
  function messagesOf(customerId: string | null) {
    const filter = customerId ? 'WHERE customer_id = ?' : '';
    const rows = db.all<MessageRow>(
      `SELECT * FROM messages ${filter} ORDER BY no DESC LIMIT ${SHOWN}`,
      ...(customerId ? [customerId] : []),
    );
    const asked = confirmations.of(customerId, SHOWN);
    return [...rows.map(toMessage), ...asked.map(toQuestion)].toSorted((a, b) => b.at.localeCompare(a.at)).slice(0, SHOWN);
  }

  return [
    { method: 'GET', path: `${basePath}/phone`, handle: async (request) => phonePage(request.query.get('customer')) },
    {
      method: 'GET',
      path: `${basePath}/phone/messages`,
      handle: async (request) => ({
        status: 200,
        headers: { 'Cache-Control': 'no-store' },
        body: { messages: messagesOf(request.query.get('customer')) },
      }),
    },
    {
      method: 'POST',
      path: `${basePath}/confirmations/:id`,
      bodyType: 'raw',
      maxBytes: 1024,
      async handle(request) {
        const number = new URLSearchParams(request.raw.toString('utf8')).get('number') ?? '';
        try {
          const { customer_id } = confirmations.tap(request.params.id ?? '', number);
          return { status: 303, headers: { Location: `${basePath}/phone?customer=${encodeURIComponent(customer_id)}` }, body: '' };
        } catch (error) {
          if (error instanceof Refusal) throw new EstafetError('not-found', { message: error.message });
          throw error;
        }
      },
    },
  ];

  function phonePage(customerId: string | null): HttpResponse {
    const items = messagesOf(customerId).map((message) => {
      const kind = { sms: 'SMS', email: 'Email', app: 'App' }[message.channel];
      const link = 'link' in message ? `<a class="button" href="${escapeHtml(message.link ?? '')}">Open the secure page</a>` : '';
      const question = 'confirmation' in message ? questionForm(message.confirmation) : '';
      return `<li><p>${escapeHtml(message.text)}</p>${link}${question}<p class="when">${kind} · ${escapeHtml(message.to)} · <time>${message.at}</time></p></li>`;
    });
    const body = `<h1>Phone</h1><ul id="messages" aria-live="polite">${items.join('') || '<li>No messages yet.</li>'}</ul>`;
    return page({ basePath, lang: 'en', title: 'Phone', body, script: 'phone.js' });
  }

  function questionForm({ id, numbers, status }: ReturnType<typeof toQuestion>['confirmation']): string {
    if (status !== 'pending') return `<p>${status}</p>`;
    const buttons = numbers.map((number) => `<button name="number" value="${number}">${number}</button>`);
    return `<form method="post" action="${basePath}/confirmations/${id}">${buttons.join(' ')} <button name="number" value="none">It’s not me</button></form>`;
  }

  function toQuestion(row: ConfirmationRow) {
    const { name = '', locale = '' } =
      db.one<{ name: string; locale: string }>('SELECT name, locale FROM customers WHERE id = ?', row.customer_id) ?? {};
    return {
      id: row.id,
      channel: 'app' as const,
      to: name,
      text: QUESTION[locale] ?? QUESTION.en ?? '',
      confirmation: { id: row.id, numbers: row.choices.split(','), status: row.status },
      at: new Date(row.created_at).toISOString(),
    };
  }
}

const QUESTION: Record<string, string> = {
  en: 'Are you in the help chat right now? Tap the number you see there.',
  id: 'Apakah Anda sedang di chat bantuan? Ketuk angka yang muncul di sana.',
  zh: '您现在正在使用客服聊天吗？请点选聊天中显示的数字。',
};

function toMessage(row: MessageRow) {
  return {
    id: String(row.no),
    channel: row.channel,
    to: row.recipient,
    text: row.text,
    ...(row.code && { code: row.code }),
    ...(row.link && { link: row.link }),
    at: new Date(row.at).toISOString(),
  };
}
