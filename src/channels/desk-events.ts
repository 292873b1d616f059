/** Events that the desk tells its agents and customers of: nobody who sends events under names of her own may say them. */
const OURS = /^(handoff|queue|agent|secret|customer|delivery|topic)\./;

export function isDeskEvent(name: string): boolean {
  return OURS.test(name);
}
