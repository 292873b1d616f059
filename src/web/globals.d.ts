/** What scripts/build-web.ts puts in. */

/** This page's texts by language, with the language's own name, each from src/web/locales/<language>.json. */
declare const ESTAFET_TEXTS: Record<string, { name: string; texts: import('./shared/i18n.ts').Texts }>;

/** The languages' own names by locale; the widget loads the texts of the one it needs. */
declare const ESTAFET_LANGUAGES: Record<string, string>;

/** The widget's style sheet, for its shadow root; empty on the other pages. */
declare const ESTAFET_CSS: string;
