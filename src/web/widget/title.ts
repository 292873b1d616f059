/** The number of unread messages before the page's title, as long as there are any. */
const MARK = /^\(\d+\) /;

export function unreadInTitle(count: number): void {
  const title = document.title.replace(MARK, '');
  const next = count > 0 ? `(${count}) ${title}` : title;
  if (next !== document.title) document.title = next;
}
