/** The sandbox's pages: server-rendered, no inline script or style, so that the strictest policy holds. */
import type { HttpResponse } from '../../ports/http.ts';

const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'self'; base-uri 'none'";

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
    body: `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="${basePath}/style.css">${script ? `<script src="${basePath}/${script}" defer></script>` : ''}</head><body><main><p class="brand">Dompet</p>${body}</main></body></html>`,
  };
}

export const STYLE = `:root{color-scheme:light dark;--ink:#17212b;--soft:#566371;--page:#f3f6f8;--card:#fff;--line:#cfd8df;--brand:#006d77;--on-brand:#fff;--bad:#b3261e}
@media(prefers-color-scheme:dark){:root{--ink:#e8eef2;--soft:#a9b6c1;--page:#0f1519;--card:#182027;--line:#33414c;--brand:#5cc8d2;--on-brand:#06272b;--bad:#ffb4ab}}
*{box-sizing:border-box}body{margin:0;background:var(--page);color:var(--ink);font:1rem/1.55 system-ui,sans-serif}
main{max-width:30rem;margin:0 auto;padding:2rem 1.25rem 3rem}.brand{color:var(--brand);font-weight:700;letter-spacing:.02em;margin:0 0 1.5rem}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .75rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}a{color:var(--brand)}
form,.card{background:var(--card);border:1px solid var(--line);border-radius:.9rem;padding:1.25rem;margin:1rem 0}
label{display:block;font-weight:600;margin:1rem 0 .3rem}label:first-of-type{margin-top:0}
input,select{width:100%;min-height:2.9rem;padding:.5rem .8rem;border:1px solid var(--soft);border-radius:.6rem;background:var(--card);color:var(--ink);font:inherit}
button,.button{display:inline-block;min-height:2.9rem;margin-top:1.25rem;padding:.6rem 1.25rem;border:0;border-radius:.6rem;background:var(--brand);color:var(--on-brand);font:inherit;font-weight:600;text-decoration:none;cursor:pointer}
:focus-visible{outline:3px solid var(--brand);outline-offset:2px}.hint{color:var(--soft);font-size:.9rem;margin:.3rem 0 0}.error{color:var(--bad);font-weight:600}
ul{padding:0;list-style:none}li{border-top:1px solid var(--line);padding:.75rem 0}.when{color:var(--soft);font-size:.85rem}
`;
