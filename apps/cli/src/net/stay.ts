import type { NetHappening } from './happenings.js';

/** What the background process tells whoever started it. */
export type SupervisorMessage =
  | NetHappening
  | { readonly event: 'failed'; readonly what: string; readonly why: string; readonly fix: string };

/** The word with which it is let go. */
export const stay = 'stay';
