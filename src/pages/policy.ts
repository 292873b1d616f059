/**
 * What a page may do in the browser: load from here and from nowhere else, run no inline script, be framed by nobody.
 *
 * @param embeds the page adds script tags by script, as one that embeds the widget does
 */
export function pagePolicy(origin: string, embeds: boolean): Record<string, string> {
  return {
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data: blob:",
      "media-src 'self' blob:",
      `connect-src 'self' ${socketOrigin(origin)}`.trim(),
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      ...(embeds ? [] : ["require-trusted-types-for 'script'", "trusted-types 'none'"]),
    ].join('; '),
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(self), geolocation=(), microphone=()',
    'X-Frame-Options': 'DENY',
  };
}

/** Older Safaris take 'self' for http alone. Host comes from the request: only what parses as one goes into the header. */
function socketOrigin(origin: string): string {
  if (!URL.canParse(origin)) return '';
  const { protocol, host } = new URL(origin);
  return /^[\w.:[\]-]+$/.test(host) ? `${protocol === 'https:' ? 'wss' : 'ws'}://${host}` : '';
}
