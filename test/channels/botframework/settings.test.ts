import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../src/channels/botframework/settings.ts';

const APP = { MicrosoftAppId: 'app', MicrosoftAppPassword: 'secret' };

describe('settings', () => {
  it('without credentials serve the Emulator in the demo and nobody in production', () => {
    expect(readSettings({}, false)).toEqual({ MicrosoftAppType: 'MultiTenant' });
    expect(readSettings({}, true)).toBeUndefined();
    expect(readSettings({ MicrosoftAppId: '  ', MicrosoftAppType: '' }, true)).toBeUndefined();
  });

  it('take each kind of bot with what it needs', () => {
    expect(readSettings(APP, true)).toEqual({ ...APP, MicrosoftAppType: 'MultiTenant' });
    const single = { ...APP, MicrosoftAppType: 'SingleTenant', MicrosoftAppTenantId: 'tenant' };
    expect(readSettings(single, true)).toEqual(single);
    const managed = { MicrosoftAppId: 'app', MicrosoftAppType: 'UserAssignedMSI', MicrosoftAppTenantId: 'tenant' };
    expect(readSettings(managed, true)).toEqual(managed);
  });

  it.each([
    ['an id without a password', { MicrosoftAppId: 'app' }, 'MicrosoftAppPassword'],
    ['a password without an id', { MicrosoftAppPassword: 'secret' }, 'MicrosoftAppId'],
    ['a kind of bot without an id', { MicrosoftAppType: 'SingleTenant' }, 'MicrosoftAppId'],
    ['a tenant without an id', { MicrosoftAppTenantId: 't' }, 'MicrosoftAppId'],
    ['a single tenant without a tenant', { ...APP, MicrosoftAppType: 'SingleTenant' }, 'MicrosoftAppTenantId'],
    [
      'a managed identity with a password',
      { ...APP, MicrosoftAppType: 'UserAssignedMSI', MicrosoftAppTenantId: 't' },
      'MicrosoftAppPassword',
    ],
    ['an unknown type', { ...APP, MicrosoftAppType: 'Tenantless' }, 'MicrosoftAppType'],
  ])('refuse %s, naming the variable', (_name, env, variable) => {
    for (const production of [false, true]) {
      expect(() => readSettings(env, production)).toThrow(
        expect.objectContaining({ issues: [expect.objectContaining({ path: [variable] })] }) as Error,
      );
    }
  });
});
