/** A file is about one thing; over 400 lines it is about several. */
import { globSync, readFileSync } from 'node:fs';

const MAX_LINES = 400;

const files = globSync('{src,flows,test,scripts}/**/*.{ts,tsx,mjs,css,html,sql,lua}');
const tooLong = files
  .map((file) => ({ file, lines: readFileSync(file, 'utf8').trimEnd().split('\n').length }))
  .filter(({ lines }) => lines > MAX_LINES);

if (files.length === 0) {
  process.stderr.write('There is no file to measure here: run this from the folder of package.json.\n');
  process.exitCode = 1;
}
for (const { file, lines } of tooLong) {
  process.stderr.write(
    `${file} has ${lines} lines, ${MAX_LINES} are the limit: a file is about one thing. Move what is a thing of its own into a file of its own.\n`,
  );
  process.exitCode = 1;
}
if (!process.exitCode) process.stdout.write(`${files.length} files\n`);
