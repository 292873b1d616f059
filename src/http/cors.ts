/** Any origin may call what embedded widgets call; tokens, not cookies, say who she is. */
const HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type, Accept, x-ms-bot-agent, x-requested-with',
  'Access-Control-Expose-Headers': 'Retry-After',
  'Access-Control-Max-Age': '7200',
};

export function corsHeaders(path: string, prefixes: string[]): Record<string, string> {
  return prefixes.some((prefix) => path.startsWith(prefix)) ? HEADERS : {};
}
