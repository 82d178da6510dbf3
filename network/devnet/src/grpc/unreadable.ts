import { WireError } from '@argosy/protocol/wire';

/** What a Go program says of bytes that are not the message they should be. */
export const unreadable = (error: unknown): string =>
  error instanceof WireError && error.concerns === 'text'
    ? 'string field contains invalid UTF-8'
    : 'proto: cannot parse invalid wire-format data';
