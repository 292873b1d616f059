/**
 * Sees that the system has what the tests need: a real Redis, a real browser, and Chinese letters for its screenshots.
 * Installs them where it may (root on Debian or Ubuntu), says the command where it may not, and is silent when all is there.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

interface Need {
  /** The package in Debian. */
  name: string;
  isThere(): boolean;
}

const NEEDS: Need[] = [
  { name: 'redis-server', isThere: () => onPath('redis-server') },
  // With or without windows; without, it is smaller and faster.
  { name: 'chromium-headless-shell', isThere: () => onPath('chromium-headless-shell') || onPath('chromium') },
  // Systems without fontconfig bring their own letters.
  { name: 'fonts-noto-cjk', isThere: () => !onPath('fc-list') || execFileSync('fc-list', [':lang=zh-cn']).length > 0 },
];

function onPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function isDebian(): boolean {
  try {
    return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

/** @returns what apt-get said, when it failed */
function aptGet(...args: string[]): string | undefined {
  const { status, error, stdout, stderr } = spawnSync('apt-get', ['-q', '-y', ...args], {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return status === 0 ? undefined : (error?.message ?? `${stdout}${stderr}`.trim());
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function missing(): string[] {
  return NEEDS.filter((need) => !need.isThere()).map((need) => need.name);
}

const toInstall = missing();
if (toInstall.length > 0) {
  const names = toInstall.join(' ');
  if (!isDebian())
    fail(`The tests need programs that are missing here: ${names} (so they are called in Debian). Install them, then run npm test again.`);
  const command = `apt-get update && apt-get install -y --no-install-recommends ${names}`;
  if (process.getuid?.() !== 0)
    fail(`The tests need packages that are missing here. Install them, then run npm test again:\n\n  sudo sh -c '${command}'\n`);

  process.stdout.write(`Installing what the tests need: ${names}\n`);
  const failure = aptGet('update') ?? aptGet('install', '--no-install-recommends', ...toInstall);
  if (failure !== undefined) fail(`${failure}\n\nThe tests need ${names}, and this did not install it:\n\n  ${command}\n`);
  const still = missing();
  if (still.length > 0) fail(`${still.join(' ')} was installed, yet it is not on the PATH. The tests need it.`);
}
