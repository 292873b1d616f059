/** A file of the agent's own that is not with the customer yet. */
import { useEffect, useState } from 'preact/hooks';
import { kindOf } from '../files.ts';
import { t } from '../texts.ts';
import { Icon } from './icons.tsx';

export interface FileChipProps {
  name: string;
  /** Absent after a reload. */
  file?: File | undefined;
  onRemove?: () => void;
}

export function FileChip({ name, file, onRemove }: FileChipProps) {
  const preview = usePreview(file);
  return (
    <span class="file-chip">
      {preview ? <img src={preview} alt="" /> : <Icon name="file" />}
      <span class="file-name" dir="auto">
        {name}
      </span>
      {onRemove && (
        <button type="button" class="icon-button" aria-label={t('attach.remove', { name })} onClick={onRemove}>
          <Icon name="close" size={16} />
        </button>
      )}
    </span>
  );
}

function usePreview(file: File | undefined): string | undefined {
  const [url, setUrl] = useState<string | undefined>();
  useEffect(() => {
    if (!file || kindOf(file.type) !== 'picture') return undefined;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return url;
}
