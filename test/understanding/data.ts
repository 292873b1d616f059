import { join } from 'node:path';
import { loadLocales } from '../../src/locales.ts';
import type { LanguageData } from '../../src/understanding/index.ts';

export const data: LanguageData = loadLocales(join(import.meta.dirname, '../../locales'));
