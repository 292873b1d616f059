/** An Activity as Direct Line carries it, as far as the widget reads it. What comes in is checked, not believed. */
import type { JsonObject, QuickReply } from '../../core/activity.ts';

export interface WireAttachment {
  contentType: string;
  name?: string;
  contentUrl?: string;
  content?: unknown;
}

export interface WireActivity {
  id?: string;
  type: string;
  timestamp: string;
  from: { id: string; name?: string; role?: string };
  text?: string;
  locale?: string;
  name?: string;
  value?: unknown;
  suggestedActions?: { actions: Pick<QuickReply, 'title' | 'value'>[] };
  attachments?: WireAttachment[];
  channelData?: JsonObject;
}

export interface ActivitySet {
  activities: WireActivity[];
  watermark?: string;
}

/** Undefined when it is no activity set; an entry that is no activity is left out, so that one bad line stops nothing. */
export function readActivitySet(json: unknown): ActivitySet | undefined {
  if (!isObject(json) || !Array.isArray(json.activities)) return undefined;
  const activities = json.activities.filter(isActivity).map((activity) => ({ ...activity, timestamp: activity.timestamp ?? '' }));
  return { activities, ...(typeof json.watermark === 'string' && { watermark: json.watermark }) };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isActivity(value: unknown): value is WireActivity {
  if (!isObject(value) || typeof value.type !== 'string' || !isObject(value.from) || typeof value.from.id !== 'string') return false;
  const { from, text, timestamp, attachments, suggestedActions } = value;
  return (
    [text, timestamp, from.name].every(isText) &&
    // Intl throws on a time that is none.
    !(timestamp && Number.isNaN(Date.parse(timestamp as string))) &&
    isListWith(attachments, 'contentType') &&
    isListWith((suggestedActions as WireActivity['suggestedActions'])?.actions, 'title', 'value')
  );
}

function isText(value: unknown): boolean {
  return value == null || typeof value === 'string';
}

/** Absent, or a list of objects with these strings. */
function isListWith(list: unknown, ...names: string[]): boolean {
  if (list == null) return true;
  return Array.isArray(list) && list.every((entry) => names.every((name) => isText(entry?.[name] ?? 0)));
}
