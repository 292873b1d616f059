// Says at once, in a sentence, that this Node is too old: what is missing in it would fail later and less clearly.
// Only syntax that old versions parse: this file must run where nothing else does.
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 24 || (major === 24 && minor < 11)) {
  process.stderr.write(
    'Estafet needs Node 24.11 or newer, and this is ' +
      process.versions.node +
      ' (' +
      process.execPath +
      ').\n' +
      'On Linux x64 start it with npm (npm start, npm test, npm run …): after npm ci that uses the Node 24 in node_modules/.bin.\n' +
      'Elsewhere install Node 24 from https://nodejs.org.\n',
  );
  process.exit(1);
}
