import { isDomainName } from './domain-name.js';

export interface Mailbox {
  readonly local: string;
  readonly domain: string;
}

const MAILBOX =
  // eslint-disable-next-line no-control-regex -- RFC 2821 admits them in a quoted string.
  /^(?:"((?:[\x01-\x08\x0b\x0c\x0e-\x21\x23-\x5b\x5d-\x7f]|\\[\x01-\x09\x0b\x0c\x0e-\x7f])*)"|((?:[\w!#$%&'*+\-/=?^`{|}~.]|\\[^])+))@(.*)$/s;

/** Read an address of RFC 2821, without its escapes. Undefined for what is none. */
export function readMailbox(text: string): Mailbox | undefined {
  const [, quoted, plain, domain = ''] = MAILBOX.exec(text) ?? [];
  const local = (quoted ?? plain)?.replace(/\\([^])/g, '$1');
  if (local === undefined || !isDomainName(domain, false)) return undefined;
  if (plain !== undefined && /^\.|\.$|\.\./.test(local)) return undefined;
  return { local, domain };
}
