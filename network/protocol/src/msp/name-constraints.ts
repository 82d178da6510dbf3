import { ipVersion } from './ip-address.js';
import { DerError, DerReader, constructedTag, contextTag, tag } from './der.js';
import { isDomainName } from './domain-name.js';
import { readMailbox } from './mailbox.js';
import { ascii } from './name.js';

/** The names under which an authority may certify, and those under which it may not. */
export interface NameConstraints {
  readonly permitted: Subtrees;
  readonly excluded: Subtrees;
  /** Whether some are about kinds of names that are not known. */
  readonly partly: boolean;
}

export interface Subtrees {
  readonly domains: readonly string[];
  readonly mailboxes: readonly string[];
  readonly hosts: readonly string[];
  readonly networks: readonly Network[];
  readonly partly: boolean;
}

export interface Network {
  readonly address: Uint8Array;
  readonly mask: Uint8Array;
}

const kind = {
  mailbox: contextTag(1),
  domain: contextTag(2),
  uri: contextTag(6),
  network: contextTag(7),
};

export function readNameConstraints(reader: DerReader): NameConstraints {
  const both = reader.inside(tag.sequence);
  const permitted = both.optional(constructedTag(0)) ?? new Uint8Array(0);
  const excluded = both.optional(constructedTag(1)) ?? new Uint8Array(0);
  if (!reader.empty || !both.empty || permitted.length + excluded.length === 0)
    throw new DerError('bad constraints on names');
  const trees = { permitted: readSubtrees(permitted), excluded: readSubtrees(excluded) };
  return { ...trees, partly: trees.permitted.partly || trees.excluded.partly };
}

function readSubtrees(content: Uint8Array): Subtrees {
  const list = new DerReader(content);
  const domains: string[] = [];
  const mailboxes: string[] = [];
  const hosts: string[] = [];
  const networks: Network[] = [];
  let partly = false;
  while (!list.empty) {
    const { tag: found, content: base } = list.inside(tag.sequence).any();
    if (found === kind.domain) domains.push(domain(ascii(base)));
    else if (found === kind.mailbox) mailboxes.push(mailboxOrDomain(ascii(base)));
    else if (found === kind.uri) hosts.push(host(ascii(base)));
    else if (found === kind.network) networks.push(network(base));
    else partly = true;
  }
  return { domains, mailboxes, hosts, networks, partly };
}

function domain(text: string): string {
  if (!isDomainName(text, true)) throw new DerError('a constraint that is no domain');
  return text;
}

function mailboxOrDomain(text: string): string {
  if (!text.includes('@')) return domain(text);
  if (readMailbox(text) === undefined) throw new DerError('a constraint that is no mailbox');
  return text;
}

function host(text: string): string {
  if (ipVersion(text) !== 0) throw new DerError('a constraint on hosts that is an address');
  return domain(text);
}

function network(content: Uint8Array): Network {
  const half = content.length / 2;
  if (half !== 4 && half !== 16) throw new DerError('a constraint that is no network');
  const mask = content.subarray(half);
  const bits = [...mask].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  if (!/^1*0*$/.test(bits)) throw new DerError('a network with a bad mask');
  return { address: content.subarray(0, half), mask };
}
