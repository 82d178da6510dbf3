import { reasonOf } from '@argosy/protocol/reason';

const ways: readonly { readonly sign: RegExp; readonly advice: string }[] = [
  { sign: /ENOSPC|EDQUOT|No space left/i, advice: 'the disk is full: make room and start again' },
  {
    sign: /EROFS|EACCES|EPERM|Read-only|Permission denied/i,
    advice: 'it must be writable for who runs the network: change that and start again',
  },
];

/** An error of a folder, with what to do where that is known. */
export function withAdvice(folder: string, error: unknown): unknown {
  const why = reasonOf(error);
  const way = ways.find(({ sign }) => sign.test(why));
  if (way === undefined || why.includes(way.advice)) return error;
  return new Error(`${folder} cannot be used: ${why}; ${way.advice}`, { cause: error });
}
