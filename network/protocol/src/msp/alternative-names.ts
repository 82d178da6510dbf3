import { DerError, contextTag, tag } from './der.js';
import type { DerReader, Element } from './der.js';
import { isDomainName } from './domain-name.js';
import { ascii } from './name.js';
import { readUriHost } from './uri.js';

/** The other names of a certificate's subject, as far as a constraint on names can be about them. */
export interface AlternativeNames {
  readonly domains: readonly string[];
  readonly mailboxes: readonly string[];
  readonly addresses: readonly Uint8Array[];
  /** Per URI its host, empty where it has none. */
  readonly hosts: readonly string[];
  /** Whether there is no name of these kinds. */
  readonly empty: boolean;
}

const kind = {
  mailbox: contextTag(1),
  domain: contextTag(2),
  uri: contextTag(6),
  address: contextTag(7),
};

/** Read alternative names. Names of other kinds are passed over. */
export function readAlternativeNames(reader: DerReader): AlternativeNames {
  const list = reader.inside(tag.sequence);
  const names: Element[] = [];
  while (!list.empty) names.push(list.any());
  const all = <T>(wanted: number, read: (content: Uint8Array) => T): T[] =>
    names.filter((name) => name.tag === wanted).map(({ content }) => read(content));
  const domains = all(kind.domain, ascii);
  const mailboxes = all(kind.mailbox, ascii);
  const addresses = all(kind.address, readAddress);
  const hosts = all(kind.uri, readHost);
  const empty = [domains, mailboxes, addresses, hosts].every(({ length }) => length === 0);
  return { domains, mailboxes, addresses, hosts, empty };
}

function readAddress(content: Uint8Array): Uint8Array {
  if (content.length !== 4 && content.length !== 16) throw new DerError('not an IP address');
  return content;
}

function readHost(content: Uint8Array): string {
  const host = readUriHost(ascii(content));
  if (!isDomainName(host, false)) throw new DerError('a URI with a bad host');
  return host;
}
