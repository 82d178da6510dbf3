import { z } from 'zod';

export const keyForm = /^[\x20-\x7e]{1,200}$/;

export const writeHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(keyForm, 'must be 1 to 200 printable ASCII characters')
    .meta({
      description: 'New for each new request; the same when it is sent again.',
      examples: ['9f0c1a52'],
    }),
  'if-match': z
    .string()
    .regex(/^"[1-9][0-9]{0,14}"$/, 'must be the ETag of the document, such as "3"')
    .exactOptional()
    .meta({
      description: 'The ETag of the document that the act is for; not at another version.',
      examples: ['"3"'],
    }),
  prefer: z
    .string()
    .max(200)
    .exactOptional()
    .meta({
      description: 'wait=N: how many seconds to wait for the end (0 to 30).',
      examples: ['wait=10'],
    }),
});

/** The version that a header If-Match names. Requires: the form of `writeHeaders`. */
export function versionIn(ifMatch: string): number {
  return Number(ifMatch.slice(1, -1));
}

const defaultWaitSeconds = 10;
const longestWaitSeconds = 30;

/** How many seconds a client waits for the end of its write, by its header Prefer. */
export function waitOf(prefer: string | undefined): number {
  const [, seconds] =
    /(?:^|[,;\s])wait\s*=\s*"?([0-9]{1,6})"?(?:$|[,;\s])/i.exec(prefer ?? '') ?? [];
  return seconds === undefined ? defaultWaitSeconds : Math.min(Number(seconds), longestWaitSeconds);
}
