/** Settings under the names the Bot Framework SDK gives them. */
import * as z from 'zod';

const text = z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? undefined : value), z.string().trim().optional());

const schema = z
  .object({
    MicrosoftAppId: text,
    MicrosoftAppPassword: text,
    MicrosoftAppType: z.preprocess((value) => value || undefined, z.enum(['MultiTenant', 'SingleTenant', 'UserAssignedMSI']).optional()),
    MicrosoftAppTenantId: text,
  })
  .superRefine((value, { addIssue }) => {
    const refuse = (name: keyof typeof value, message: string) => addIssue({ code: 'custom', path: [name], message });
    const { MicrosoftAppType: type = 'MultiTenant' } = value;
    const managed = type === 'UserAssignedMSI';
    if (!value.MicrosoftAppId) {
      if (value.MicrosoftAppPassword || value.MicrosoftAppTenantId || value.MicrosoftAppType)
        refuse('MicrosoftAppId', 'is missing; set it or remove the other MicrosoftApp settings');
      return;
    }
    if (!managed && !value.MicrosoftAppPassword) refuse('MicrosoftAppPassword', `a ${type} bot needs it`);
    if (managed && value.MicrosoftAppPassword) refuse('MicrosoftAppPassword', 'a bot with a managed identity has none; remove it');
    if (type !== 'MultiTenant' && !value.MicrosoftAppTenantId) {
      refuse('MicrosoftAppTenantId', `a ${type} bot needs it`);
    }
  })
  .transform((value) => ({ ...value, MicrosoftAppType: value.MicrosoftAppType ?? ('MultiTenant' as const) }));

/** Without `MicrosoftAppId` the SDK checks no token: the Emulator's way, for the demo only. */
export type Settings = z.infer<typeof schema>;

/**
 * Undefined when the channel is off: in production, without credentials.
 * @throws {ZodError}
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>, production: boolean): Settings | undefined {
  const settings = schema.parse(env);
  return production && !settings.MicrosoftAppId ? undefined : settings;
}
