/** A refusal that the contract names. */
export class Refusal extends Error {
  readonly code: string;
  readonly details?: Record<string, string | number | boolean>;
  constructor(code: string, message: string, details?: Record<string, string | number | boolean>) {
    super(message);
    this.code = code;
    this.details = details;
  }
}
