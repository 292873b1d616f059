/** Who may import whom, as rules for dependency-cruiser. Type-only imports count like any other. */
import type { IRegularForbiddenRuleType } from 'dependency-cruiser';

/** The libraries that core may use: none does I/O, reads a clock or draws at random. */
const PURE_LIBRARIES = ['botframework-schema', 'card-validator', 'intl-messageformat', 'libphonenumber-js', 'xstate', 'zod'];

/** Our own folders, as against node_modules and what is built into Node. */
const OURS = '^(src|flows|test|scripts)/';
const CONTRACTS = ['^src/core/', '^src/ports/', '^src/errors\\.ts$'];
const COMPOSITION_ROOT = '^src/(main|app)\\.ts$';

type Rule = IRegularForbiddenRuleType & { name: string; comment: string };

/** @param comment why it is forbidden, and what to do instead */
function forbid(name: string, from: Rule['from'], to: Rule['to'], comment: string): Rule {
  return { name, severity: 'error', comment, from, to };
}

export const layerRules: Rule[] = [
  forbid(
    'no-cycle',
    {},
    { circular: true },
    'Files in a circle can only be understood and loaded together. Move what both need into a third file.',
  ),
  forbid(
    'resolvable',
    {},
    { couldNotResolve: true },
    'There is no such file or package. Correct the path (with its .ts ending) or list the package in package.json.',
  ),
  forbid(
    'flows',
    { path: '^flows/([^/]+)/' },
    { pathNot: ['^src/core/flow\\.ts$', '^flows/$1/'] },
    'A flow is a folder that can be added or removed alone. Import src/core/flow.ts and nothing else; what is missing there belongs there.',
  ),
  forbid(
    'core',
    { path: '^src/core/' },
    { pathNot: ['^src/core/', `^node_modules/(${PURE_LIBRARIES.join('|')})/`] },
    'Core is pure: no I/O, no clock, no randomness, so that a turn can be decided and tested anywhere. Pass the value in, or put the work behind a port. (A pure library goes onto the list in scripts/checks/layer-rules.ts.)',
  ),
  forbid(
    'ports',
    { path: '^src/ports/' },
    { pathNot: ['^src/core/', '^src/ports/', '^node_modules/pino/', '^http$'] },
    'A port is an interface in the words of core. Describe what is needed with types of core; the implementation is an adapter.',
  ),
  forbid(
    'ports-types-only',
    { path: '^src/ports/' },
    { dependencyTypesNot: ['type-only'] },
    'A port holds no code, so it needs none. Write `import type`.',
  ),
  forbid(
    'engine',
    { path: '^src/engine/' },
    { path: OURS, pathNot: [...CONTRACTS, '^src/engine/'] },
    'The engine works with any adapter and so knows none. Use the port; src/app.ts passes the adapter in.',
  ),
  forbid(
    'adapters',
    { path: '^src/(understanding|wallet|deliveries|desk|files|http|pages)/' },
    { path: OURS, pathNot: [...CONTRACTS, '^src/$1/'] },
    'Adapters can be replaced one by one and so never know one another. Use the port; src/app.ts passes the other part in.',
  ),
  forbid(
    'channels-and-stores',
    { path: '^src/(channels|stores)/([^/]+)/' },
    { path: OURS, pathNot: [...CONTRACTS, '^src/$1/$2/', '^src/$1/[^/]+\\.ts$'] },
    'A channel or a store is a folder that can be added or removed alone. Use the port; src/app.ts passes the other part in. What all channels need belongs into core or a port, or beside their folders.',
  ),
  forbid(
    'sandbox',
    { path: '^src/wallet/(?!sandbox/)' },
    { path: '^src/wallet/sandbox/' },
    'Nothing in the bot knows whether the wallet is the sandbox. Move what both need next to the contract in src/wallet.',
  ),
  forbid(
    'demo',
    { path: '^src/', pathNot: ['^src/demo/', COMPOSITION_ROOT] },
    { path: '^src/demo/' },
    'The demo is made of the parts; no part knows the demo. Only src/app.ts starts it.',
  ),
  forbid(
    'root',
    { path: '^src/[^/]+\\.ts$', pathNot: COMPOSITION_ROOT },
    { path: OURS, pathNot: [...CONTRACTS, '^src/(?!(main|app)\\.ts$)[^/]+\\.ts$'] },
    'Only src/main.ts and src/app.ts know all parts, so that there is one place to see them wired. Take the part as a parameter.',
  ),
  forbid(
    'wiring',
    { path: '^src/', pathNot: ['^src/[^/]+\\.ts$', '^src/start\\.mjs$', '^src/cli/'] },
    { path: '^src/[^/]+\\.ts$', pathNot: '^src/errors\\.ts$' },
    'The files directly under src wire the parts and are not for the parts to use. Take the value as a parameter from src/app.ts.',
  ),
  forbid(
    'web',
    { path: '^src/web/' },
    { path: OURS, pathNot: ['^src/web/', '^src/core/activity\\.ts$'] },
    'Pages talk to the server over HTTP alone. Import types from src/core/activity.ts; anything else belongs to an endpoint.',
  ),
  forbid(
    'web-types-only',
    { path: '^src/web/' },
    { path: '^src/core/', dependencyTypesNot: ['type-only'] },
    'Code of the server would be shipped to every customer. Write `import type`.',
  ),
  forbid(
    'web-in-browser',
    { path: '^src/web/' },
    { dependencyTypes: ['core'] },
    'Pages run in a browser, which has no modules of Node. Use what browsers offer.',
  ),
  forbid(
    'web-pages-apart',
    { path: '^src/web/(widget|console)/' },
    { path: '^src/web/(widget|console)/', pathNot: '^src/web/$1/' },
    'A customer must not load the console with the widget. Move what both need into a folder of its own under src/web.',
  ),
  forbid(
    'web-is-built',
    { path: ['^src/', '^flows/'], pathNot: '^src/web/' },
    { path: '^src/web/' },
    'Pages are built by scripts/build-web.ts and delivered as files. Take what the server needs out of src/web.',
  ),
  forbid(
    'production',
    { path: ['^src/', '^flows/'] },
    { path: ['^test/', '^scripts/'], pathNot: '^scripts/require-node\\.mjs$' },
    'What runs in production must not depend on tests or tools. Move the code into src.',
  ),
  forbid(
    'no-dev-dependency',
    { path: ['^src/', '^flows/'] },
    { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    'A devDependency is missing in production. Move the package to dependencies, or write `import type` if only its types are needed.',
  ),
  forbid(
    'one-bot-framework',
    { path: '^src/', pathNot: '^src/channels/botframework/' },
    { path: '^node_modules/botbuilder' },
    'The SDK is archived and will be replaced, so one folder holds it. Use src/core/activity.ts.',
  ),
];
