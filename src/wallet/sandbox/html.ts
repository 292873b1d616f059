/** The sandbox's pages: server-rendered, no inline script or style, so that the strictest policy holds. */
import type { HttpResponse } from '../../ports/http.ts';

const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'self'; base-uri 'none'";

/** The wallet's mark, as on its demo page. */
const LOGO =
  '<svg width="32" height="32" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="9" fill="#b5432a"/><path d="M7 11.5A2.5 2.5 0 0 1 9.5 9H22v3.5" fill="none" stroke="#fff" stroke-width="2.2"/><rect x="7" y="11.5" width="18" height="12" rx="2.5" fill="#fff"/><circle cx="20.5" cy="17.5" r="1.9" fill="#b5432a"/></svg>';

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** @param body HTML, already escaped where it holds what someone typed */
export function page(options: {
  basePath: string;
  lang: string;
  title: string;
  body: string;
  script?: string;
  status?: number;
}): HttpResponse {
  const { basePath, lang, title, body, script, status = 200 } = options;
  return {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': POLICY, 'Cache-Control': 'no-store' },
    body: `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="${basePath}/style.css">${script ? `<script src="${basePath}/${script}" defer></script>` : ''}</head><body><main><p class="brand">${LOGO}Dompet</p>${body}</main></body></html>`,
  };
}

export const STYLE = `:root{color-scheme:light dark;--ink:#1d1f22;--soft:#575a5f;--page:#faf4ec;--card:#fffdfa;--line:#e9dccb;--brand:#a83f26;--on-brand:#fff;--bad:#ae2a20;--bad-soft:#fcebe8}
@media(prefers-color-scheme:dark){:root{--ink:#eceae6;--soft:#b0b4ba;--page:#181412;--card:#221d1a;--line:#3d352f;--brand:#f0a089;--on-brand:#2a0f07;--bad:#ff9c90;--bad-soft:#3b1c19}}
*{box-sizing:border-box}body{margin:0;background:var(--page);color:var(--ink);font:1rem/1.55 system-ui,sans-serif}
main{max-width:30rem;margin:0 auto;padding:2rem 1.25rem 3rem}.brand{display:flex;align-items:center;gap:.6rem;font-size:1.25rem;font-weight:700;letter-spacing:-.02em;margin:0 0 1.5rem}
h1{font-size:1.5rem;letter-spacing:-.02em;line-height:1.25;margin:0 0 .75rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}a{color:var(--brand)}
form,.card{background:var(--card);border:1px solid var(--line);border-radius:.9rem;padding:1.25rem;margin:1rem 0}
label{display:block;font-weight:600;margin:1rem 0 .3rem}label:first-of-type{margin-top:0}
input,select{width:100%;min-height:2.9rem;padding:.5rem .8rem;border:1px solid var(--soft);border-radius:.6rem;background:var(--card);color:var(--ink);font:inherit}
button,.button{display:inline-block;min-height:2.9rem;margin-top:1.25rem;padding:.6rem 1.25rem;border:0;border-radius:.6rem;background:var(--brand);color:var(--on-brand);font:inherit;font-weight:600;text-decoration:none;cursor:pointer}
:focus-visible{outline:3px solid var(--brand);outline-offset:2px}.hint{color:var(--soft);font-size:.9rem;margin:.3rem 0 0}.error{background:var(--bad-soft);border-radius:.6rem;color:var(--bad);font-weight:600;padding:.75rem 1rem}
ul{padding:0;list-style:none}li{border-top:1px solid var(--line);padding:.75rem 0}.when{color:var(--soft);font-size:.85rem}
`;
