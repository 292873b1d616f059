import { onTestFinished, vi } from 'vitest';

/** For tests that break something on purpose: an engine may warn of it, but not into the test's output. */
export function quietWarnings() {
  const warnings = vi.spyOn(process, 'emitWarning').mockReturnValue();
  onTestFinished(() => warnings.mockRestore());
  return warnings;
}
