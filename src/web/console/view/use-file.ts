/** A file of ours in the page: what became of it when it could not be shown at once. */
import { useEffect, useRef, useState } from 'preact/hooks';

/**
 * `later`: its channel has not given it to us yet. `refused`: it never will be here. `gone`: kept no longer.
 * `unplayable`: it is here, but not for this browser.
 */
export type FileState = 'there' | 'looking' | 'later' | 'refused' | 'gone' | 'unplayable';

export interface FoundFile {
  /** Where it is shown from. */
  src: string;
  state: FileState;
  /** For `onError` of what shows it: browsers don't say why, and some play nothing that can't be had in parts. */
  onError(): void;
  retry(): void;
  /** A copy in this page; undefined where there is none to be had, which `state` tells. */
  bring(): Promise<string | undefined>;
}

export function useFile(href: string): FoundFile {
  const [src, setSrc] = useState(href);
  const [state, setState] = useState<FileState>('there');
  const copy = useRef<string | undefined>(undefined);

  useEffect(
    () => () => {
      if (copy.current) URL.revokeObjectURL(copy.current);
    },
    [],
  );

  async function bring(): Promise<string | undefined> {
    if (copy.current) return copy.current;
    setState('looking');
    try {
      const response = await fetch(href);
      if (!response.ok) {
        setState(stateOf(response.status));
        return undefined;
      }
      copy.current = URL.createObjectURL(await response.blob());
      setState('there');
      return copy.current;
    } catch {
      setState('later');
      return undefined;
    }
  }

  async function show(): Promise<void> {
    const found = await bring();
    if (found) setSrc(found);
  }

  return {
    src,
    state,
    bring,
    retry: () => void show(),
    onError: () => (src === copy.current ? setState('unplayable') : void show()),
  };
}

function stateOf(status: number): FileState {
  if (status === 415) return 'refused';
  return status === 404 ? 'gone' : 'later';
}
