import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

export interface ModalProps {
  shown: boolean;
  title: string;
  onClose: () => void;
  children: ComponentChildren;
}

/** The browser's own dialog: it holds the focus, and gives it back. */
export function Modal({ shown, title, onClose, children }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();

  useEffect(() => {
    const element = dialog.current;
    if (!element || element.open === shown) return;
    if (shown) element.showModal();
    else element.close();
  }, [shown]);

  return (
    <dialog
      ref={dialog}
      class="modal"
      aria-labelledby={heading}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      {shown && (
        <div class="modal-body">
          <h2 id={heading}>{title}</h2>
          {children}
        </div>
      )}
    </dialog>
  );
}
