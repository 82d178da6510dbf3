import { LedgerError } from '@argosy/domain/errors';
import { issuesOf } from '@argosy/domain/shared/decode';
import { reasonOf } from '@argosy/protocol/reason';
import { z } from 'zod';

const longest = 300;
const unprintable = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** Why something cannot be read, in words that a database can hold: they may quote what anybody has written. */
export function plainWords(reason: unknown): string {
  const text = wordsOf(reason).replace(unprintable, '\uFFFD');
  return text.length <= longest ? text : `${text.slice(0, longest).toWellFormed()}…`;
}

function wordsOf(reason: unknown): string {
  if (reason instanceof LedgerError) return reason.sentence;
  if (reason instanceof z.ZodError) {
    return issuesOf(reason)
      .map(({ field, problem }) => `${field}: ${problem}`)
      .join('; ');
  }
  return reasonOf(reason);
}
