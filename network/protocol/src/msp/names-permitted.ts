import type { AlternativeNames } from './alternative-names.js';
import { isDomainName } from './domain-name.js';
import { ipVersion } from './ip-address.js';
import { readMailbox } from './mailbox.js';
import type { Mailbox } from './mailbox.js';
import type { NameConstraints, Network, Subtrees } from './name-constraints.js';

/** Whether the names are permitted. Names that cannot be read as such are not. */
export function permits(constraints: NameConstraints, names: AlternativeNames): boolean {
  const mailboxes = names.mailboxes.map(readMailbox);
  const hosts = names.hosts.map(bareHost);
  return (
    names.addresses.every((address) => judge(constraints, 'networks', inNetwork(address))) &&
    names.domains.every(
      (name) =>
        isDomainName(name, false) &&
        judge(constraints, 'domains', (base, excluding) => underDomain(name, base, excluding)),
    ) &&
    hosts.every(
      (name) =>
        name !== undefined &&
        judge(constraints, 'hosts', (base, excluding) => underDomain(name, base, excluding)),
    ) &&
    mailboxes.every(
      (mailbox) => mailbox !== undefined && judge(constraints, 'mailboxes', inMailbox(mailbox)),
    )
  );
}

type Matches<T> = (base: T, excluding: boolean) => boolean;

function judge<K extends 'domains' | 'mailboxes' | 'hosts' | 'networks'>(
  { permitted, excluded }: NameConstraints,
  of: K,
  matches: Matches<Subtrees[K][number]>,
): boolean {
  const allowed: readonly Subtrees[K][number][] = permitted[of];
  const denied: readonly Subtrees[K][number][] = excluded[of];
  if (allowed.length > 0 && !allowed.some((base) => matches(base, false))) return false;
  return !denied.some((base) => matches(base, true));
}

const inNetwork =
  (address: Uint8Array): Matches<Network> =>
  (base) =>
    base.address.length === address.length &&
    address.every(
      (byte, i) => (byte & (base.mask[i] ?? 0)) === ((base.address[i] ?? 0) & (base.mask[i] ?? 0)),
    );

const inMailbox =
  (mailbox: Mailbox): Matches<string> =>
  (base, excluding) => {
    const domainName = mailbox.domain.toLowerCase();
    if (!base.includes('@')) return underDomain(domainName, base, excluding);
    const exact = readMailbox(base);
    return exact?.local === mailbox.local && exact.domain.toLowerCase() === domainName;
  };

/** With a leading period only what is below the domain. A wildcard is excluded where one of its names is. */
function underDomain(name: string, base: string, excluding: boolean): boolean {
  if (base === '') return true;
  if (name === '') return false;
  const [lower, suffix] = [name.toLowerCase(), base.toLowerCase()];
  if (lower === suffix) return true;
  if (lower.endsWith(suffix.startsWith('.') ? suffix : `.${suffix}`)) return true;
  const afterLabel = (text: string): string => text.slice(Math.max(text.indexOf('.'), 0));
  return (
    excluding &&
    lower.startsWith('*') &&
    suffix.includes('.') &&
    afterLabel(suffix) === afterLabel(lower)
  );
}

/** The host of a URI without its port; an address, or none at all, cannot be judged. */
function bareHost(withPort: string): string | undefined {
  if (withPort === '' || withPort.endsWith(']')) return undefined;
  const [name = '', , more] = withPort.toLowerCase().split(':');
  return more !== undefined || ipVersion(name) !== 0 || name.startsWith('[') ? undefined : name;
}
