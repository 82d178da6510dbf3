/** What the commands of `argosy net` answer to whoever started them. */
export const exitCode = {
  done: 0,
  failed: 1,
  usage: 2,
  notFound: 4,
  conflict: 5,
  timeout: 6,
} as const;
