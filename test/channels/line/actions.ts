/** https://developers.line.biz/en/reference/messaging-api/#action-objects */
import type { Detail } from './refusal.ts';

export interface Action {
  type: string;
  label?: string;
  text?: string;
  data?: string;
  displayText?: string;
  uri?: string;
  clipboardText?: string;
}

const SCHEMES = ['http:', 'https:', 'line:', 'tel:'];

/** @param most characters of the label: 20 in quick replies, buttons, confirm and carousel */
export function checkAction(action: Action | undefined, path: string, details: Detail[], most: number): void {
  const fail = (message: string, name: string) => void details.push({ message, property: `${path}.${name}` });
  const text = (name: 'label' | 'text' | 'data' | 'displayText' | 'clipboardText', limit: number, required: boolean) => {
    const value: unknown = action?.[name];
    if (value === undefined && !required) return;
    if (typeof value !== 'string' || value === '') fail('May not be empty', name);
    else if (value.length > limit) fail(`Length must be between 0 and ${limit}`, name);
  };
  text('label', most, true);
  switch (action?.type) {
    case 'message':
      return text('text', 300, true);
    case 'postback':
      text('data', 300, true);
      return text('displayText', 300, false);
    case 'uri': {
      const uri: unknown = action.uri;
      if (typeof uri !== 'string' || uri === '') fail('May not be empty', 'uri');
      else if (uri.length > 1000) fail('Length must be between 0 and 1000', 'uri');
      else if (!URL.canParse(uri)) fail('invalid uri', 'uri');
      else if (!SCHEMES.includes(new URL(uri).protocol)) fail('invalid uri scheme', 'uri');
      return;
    }
    case 'clipboard':
      return text('clipboardText', 1000, true);
    case 'camera':
    case 'cameraRoll':
    case 'location':
    case 'datetimepicker':
      return;
    case undefined:
    default:
      fail(
        'Must be one of the following values: [postback, message, uri, datetimepicker, camera, cameraRoll, location, clipboard]',
        'type',
      );
  }
}
