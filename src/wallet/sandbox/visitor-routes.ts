/** What one who tries the sandbox looks at: its front page, its moods, tokens for the demo; the phones are in `phone.ts`. */
import * as z from 'zod';
import { EstafetError } from '../../errors.ts';
import type { HttpResponse, Route } from '../../ports/http.ts';
import type { Confirmations } from './confirmations.ts';
import type { Database } from './database.ts';
import { escapeHtml, page, STYLE } from './html.ts';
import { MODES, type Moods } from './moods.ts';
import { PHONE_SCRIPT, phoneRoutes } from './phone.ts';
import { Refusal } from './refusal.ts';
import type { Tokens } from './tokens.ts';

const modeBody = z.strictObject({ mode: z.enum(MODES) });
const tokenBody = z.strictObject({ customerId: z.string().max(64) });

const CONTROL_SCRIPT = `document.querySelector('form').addEventListener('submit',async e=>{e.preventDefault();const mode=document.querySelector('#mode').value;const r=await fetch('control',{method:'PUT',headers:{'Content-Type':'application/json'},body:JSON.stringify({mode})});document.querySelector('#outcome').textContent=r.ok?'The wallet is now: '+mode:'That did not work.'});`;

export function visitorRoutes(options: {
  basePath: string;
  db: Database;
  confirmations: Confirmations;
  moods: Moods;
  tokens: Tokens;
}): Route[] {
  const { basePath, db, confirmations, moods, tokens } = options;

  const asset = (name: string, type: string, body: string): Route => ({
    method: 'GET',
    path: `${basePath}/${name}`,
    handle: async () => ({ status: 200, headers: { 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'max-age=300' }, body }),
  });

  return [
    asset('style.css', 'text/css', STYLE),
    asset('phone.js', 'text/javascript', PHONE_SCRIPT),
    ...phoneRoutes({ basePath, db, confirmations }),
    asset('control.js', 'text/javascript', CONTROL_SCRIPT),
    { method: 'GET', path: `${basePath}/`, handle: async () => frontPage() },
    { method: 'GET', path: `${basePath}/control`, handle: async () => ({ status: 200, body: { mode: moods.mode } }) },
    {
      method: 'PUT',
      path: `${basePath}/control`,
      async handle(request) {
        const parsed = modeBody.safeParse(request.body);
        if (!parsed.success) throw new EstafetError('bad-request', { message: `Send {"mode": "${MODES.join('" | "')}"}.` });
        moods.mode = parsed.data.mode;
        return { status: 200, body: { mode: moods.mode } };
      },
    },
    {
      method: 'POST',
      path: `${basePath}/token`,
      async handle(request) {
        const parsed = tokenBody.safeParse(request.body);
        if (!parsed.success) throw new EstafetError('bad-request', { message: 'Send {"customerId": "…"}.' });
        try {
          return { status: 200, body: { token: await tokens.issue(parsed.data.customerId) } };
        } catch (error) {
          if (error instanceof Refusal) throw new EstafetError('not-found', { message: error.message });
          throw error;
        }
      },
    },
  ];

  function frontPage(): HttpResponse {
    const customers = db.all<{ id: string; name: string; phone: string; email: string; status: string; reachable: number }>(
      'SELECT * FROM customers ORDER BY rowid',
    );
    const rows = customers.map(
      (one) =>
        `<li><strong>${escapeHtml(one.name)}</strong> ${one.status === 'active' ? '' : `(${one.status})`} ${one.reachable ? '' : '(unreachable)'}<br>${one.phone} · ${escapeHtml(one.email)}<br><a href="${basePath}/phone?customer=${one.id}">Phone of ${escapeHtml(one.name)}</a></li>`,
    );
    const choices = MODES.map((mode) => `<option${mode === moods.mode ? ' selected' : ''}>${mode}</option>`);
    const body = `<h1>The sandbox wallet</h1><p>A wallet to try the desk with. Nothing here is real.</p>
<form><label for="mode">Mood</label><select id="mode">${choices.join('')}</select><p class="hint">slow: 8 s an answer; down: no answer; refuse: says no; lose-answers: acts, but the first answer is lost.</p><button type="submit">Set</button><p id="outcome" role="status"></p></form>
<h2>Customers</h2><ul>${rows.join('')}</ul>`;
    return page({ basePath, lang: 'en', title: 'Sandbox wallet', body, script: 'control.js' });
  }
}
