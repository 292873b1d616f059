/** iOS lays its keyboard over the page without telling CSS: the panel gets the height that is left. @returns how to stop */
export function followKeyboard(host: HTMLElement): (() => void) | undefined {
  const view = window.visualViewport;
  if (!view) return undefined;
  const fit = () => {
    host.style.setProperty('--view-height', `${Math.round(view.height)}px`);
    host.style.setProperty('--view-top', `${Math.round(view.offsetTop)}px`);
  };
  fit();
  for (const event of ['resize', 'scroll']) view.addEventListener(event, fit);
  return () => {
    for (const event of ['resize', 'scroll']) view.removeEventListener(event, fit);
  };
}
