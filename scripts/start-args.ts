/** How the desk is started wherever it runs: as `npm start` does. */
import { readFileSync } from 'node:fs';

interface PackageFile {
  scripts: { start: string };
}

const file = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as PackageFile;

/** What Node is given: its options, then the file. */
export const START_ARGS: string[] = file.scripts.start.split(' ').slice(1);
