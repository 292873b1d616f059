/** Where the customer writes: a small drawing and a name. */
import { t } from '../texts.ts';
import { Drawing } from './icons.tsx';

const BUBBLE = 'M12 4.5c-4.7 0-8.5 3.1-8.5 7 0 2.2 1.2 4.1 3.1 5.4L6 20l3.6-1.8c.8.2 1.6.3 2.4.3 4.7 0 8.5-3.1 8.5-7s-3.8-7-8.5-7z';

const CHANNELS: Record<string, { name: string; path: string }> = {
  botframework: { name: 'Bot Framework', path: 'M5 8.5h14v10H5zM12 8.5V5M9.5 13v1.5M14.5 13v1.5M2.5 12v3M21.5 12v3' },
  instagram: {
    name: 'Instagram',
    path: 'M8 4h8a4 4 0 0 1 4 4v8a4 4 0 0 1-4 4H8a4 4 0 0 1-4-4V8a4 4 0 0 1 4-4zM12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM16.5 7.4v.2',
  },
  line: { name: 'LINE', path: `${BUBBLE}M8 9.5v4h2M12.2 9.5v4M14.6 13.5v-4h2M14.6 11.5h1.8` },
  messenger: { name: 'Messenger', path: `${BUBBLE}M7.5 13.5l3-3.2 2.6 2.2 3.4-3` },
  telegram: { name: 'Telegram', path: 'M20.5 4 3 11.2l5.6 2.1L20.5 4 10.4 15.2v4.6l2.8-3.2 4 3L20.5 4z' },
  whatsapp: {
    name: 'WhatsApp',
    path: 'M12 3.5a8.5 8.5 0 0 0-7.3 12.8L3.5 20.5l4.3-1.1A8.5 8.5 0 1 0 12 3.5zM9 8.2c-.8.8-.5 2.5 1.3 4.4s3.7 2.3 4.6 1.5l.4-1-1.9-1-.8.8c-.9-.3-1.7-1.1-2-2l.8-.8-1-1.9z',
  },
};

const OWN = 'M8 3.5h8a1.5 1.5 0 0 1 1.5 1.5v14a1.5 1.5 0 0 1-1.5 1.5H8A1.5 1.5 0 0 1 6.5 19V5A1.5 1.5 0 0 1 8 3.5zM11 17.5h2';

/** An unknown one is called as it is. */
export function channelName(channel: string): string {
  return channel === 'directline' ? t('channel.chat') : (Object.hasOwn(CHANNELS, channel) && CHANNELS[channel]?.name) || channel;
}

export function Channel({ channel }: { channel: string }) {
  const known = Object.hasOwn(CHANNELS, channel) ? CHANNELS[channel]?.path : undefined;
  const path = channel === 'directline' ? OWN : (known ?? BUBBLE);
  return (
    <span class="channel">
      <Drawing path={path} size={14} />
      <span>{channelName(channel)}</span>
    </span>
  );
}
