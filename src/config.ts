/** Settings from the environment, parsed once; every bad one is reported at once, with what to do. */
import * as z from 'zod';

const url = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/$/, ''));
const optional = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const settings = z.object({
  NODE_ENV: z.string().default('development'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3978),
  /** Address to listen on; all when unset. */
  HOST: optional(z.string()),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('warn'),
  ESTAFET_STORE: z
    .string()
    .regex(/^[a-z]+:/, 'write it as <store>:<location>, e.g. sqlite:./data/estafet.db')
    .default('sqlite:./data/estafet.db'),
  /** Folder of the demo's own files: secrets.json and the sandbox wallet. */
  ESTAFET_DATA: z.string().default('./data'),
  ESTAFET_PUBLIC_URL: optional(url),
  ESTAFET_DIRECTLINE_SECRET: optional(z.string().min(16, 'at least 16 characters')),
  ESTAFET_DEMO_PASSWORD: optional(z.string()),
  /** Fill a fresh demo with a week of conversations. */
  ESTAFET_DEMO_WEEK: z.enum(['on', 'off']).default('on'),
  ESTAFET_WALLET_URL: optional(url),
  ESTAFET_WALLET_KEY: optional(z.string().min(8, 'at least 8 characters')),
  /** For customers of a language we have no texts in. */
  ESTAFET_LOCALE: z.string().default('id'),
});

export interface Config extends z.infer<typeof settings> {
  production: boolean;
}

export class ConfigError extends Error {}

/**
 * @throws {ConfigError} listing every bad variable; in production also what may only stand in a demo
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = settings.safeParse(env);
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  const production = env.NODE_ENV === 'production';
  if (production) problems.push(...demoLeftovers(env));
  if (!parsed.success || problems.length) {
    throw new ConfigError(`The settings can not be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}\nSee .env.example.`);
  }
  return { ...parsed.data, production };
}

/** Production refuses demo sign-ins, demo secrets and the sandbox wallet. */
function demoLeftovers(env: Readonly<Record<string, string | undefined>>): string[] {
  return [
    ...(env.ESTAFET_DEMO_PASSWORD ? ['ESTAFET_DEMO_PASSWORD: demo sign-ins do not exist in production; remove it'] : []),
    ...(env.ESTAFET_DIRECTLINE_SECRET ? [] : ['ESTAFET_DIRECTLINE_SECRET: set a random secret of your own']),
    ...(env.ESTAFET_WALLET_URL ? [] : ['ESTAFET_WALLET_URL: set the base URL of your wallet; there is no sandbox wallet in production']),
    ...(env.ESTAFET_WALLET_KEY ? [] : ['ESTAFET_WALLET_KEY: set the API key your wallet gave you']),
    ...(env.ESTAFET_WALLET_URL?.includes('/sandbox') ? ['ESTAFET_WALLET_URL: the sandbox wallet may not serve production'] : []),
  ];
}
