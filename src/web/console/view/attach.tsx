/** Files for the next reply: picked, dropped or pasted. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { ACCEPTED, MAX_FILE } from '../files.ts';
import { attach, attachedTo, detach, type Problem } from '../state/attached.ts';
import { t } from '../texts.ts';
import { FileChip } from './file-chip.tsx';
import { Icon } from './icons.tsx';

export interface Attaching {
  problems: Problem[];
  /** Files are held over the page. */
  dragging: boolean;
  add(files: FileList | null | undefined): boolean;
  settle(): void;
}

/** @param may files can go along now; if not, a drop must still not lead the page away */
export function useAttaching(id: string, may: boolean): Attaching {
  const [problems, setProblems] = useState<Problem[]>([]);
  const [dragging, setDragging] = useState(false);

  function add(files: FileList | null | undefined): boolean {
    if (!files?.length) return false;
    setProblems(attach(id, [...files]));
    return true;
  }

  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = may ? 'copy' : 'none';
      setDragging(may);
    };
    const leave = (event: DragEvent) => {
      if (!event.relatedTarget) setDragging(false);
    };
    const drop = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setDragging(false);
      if (may) add(event.dataTransfer.files);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [id, may]);

  return { problems, dragging: dragging && may, add, settle: () => setProblems([]) };
}

export function AttachedFiles({ id, attaching }: { id: string; attaching: Attaching }) {
  const files = attachedTo(id);
  return (
    <>
      {files.length > 0 && (
        <ul class="attached" aria-label={t('attached')}>
          {files.map((file, index) => (
            <li key={`${file.name} ${file.lastModified} ${index}`}>
              <FileChip name={file.name} file={file} onRemove={() => detach(id, file)} />
            </li>
          ))}
        </ul>
      )}
      {attaching.problems.length > 0 && (
        <p class="bad small" role="alert">
          {attaching.problems.map(({ kind, name }) => t(`attach.${kind}`, { name, size: MAX_FILE / 1024 / 1024 })).join(' ')}
        </p>
      )}
    </>
  );
}

export function AttachButton({ attaching }: { attaching: Attaching }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="icon-button" aria-label={t('attach')} title={t('attach')} onClick={() => input.current?.click()}>
        <Icon name="clip" />
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={ACCEPTED}
        aria-label={t('attach')}
        onChange={({ currentTarget }) => {
          attaching.add(currentTarget.files);
          currentTarget.value = '';
        }}
      />
    </>
  );
}
