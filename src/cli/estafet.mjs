#!/usr/bin/env node
// `npx estafet <command>`: sees that this Node is new enough before it loads what an old one could not read.
await import('../../scripts/require-node.mjs');

const commands = ['move', 'admin'];
const [command = ''] = process.argv.splice(2, 1);

if (commands.includes(command)) await import(`./${command}.ts`);
else {
  process.stderr.write(`Write npx estafet <command>, with one of: ${commands.join(', ')}.\n`);
  process.exitCode = 1;
}
