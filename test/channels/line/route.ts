import type { Answer, Call } from '../provider.ts';

/**
 * Answers one method of one path. @param id of the request, as the answer's header names it @param part what the path's
 * first group holds @throws Refusal
 */
export type Handler = (call: Call, id: string, part: string) => Promise<Answer> | Answer;

export type Route = [method: string, path: RegExp, handler: Handler];
