import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../texts.ts';

export interface ModalProps {
  shown: boolean;
  title: string;
  onClose: () => void;
  children: ComponentChildren;
}

/** How a dialog ends: left alone, or done. */
export function ModalButtons({ label, onClose, onConfirm }: { label: string; onClose: () => void; onConfirm: () => void }) {
  return (
    <div class="buttons">
      <button type="button" class="button" onClick={onClose}>
        {t('cancel')}
      </button>
      <button
        type="button"
        class="button primary"
        onClick={() => {
          onClose();
          onConfirm();
        }}
      >
        {label}
      </button>
    </div>
  );
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
