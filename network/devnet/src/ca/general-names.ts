import { isIP, isIPv4 } from 'node:net';
import { DerReader, contextTag, tag } from '@argosy/protocol/msp/der';
import { retagged, sequence } from '@argosy/protocol/msp/der-forms';

/** A name beside the subject's, as it stands in a certificate. */
export type GeneralName = { readonly kind: keyof typeof kinds; readonly content: Uint8Array };

const kinds = { email: 1, dns: 2, url: 6, ip: 7 } as const;

/** A host of a request, by its form: an address, a mailbox, a URL, else a domain name. */
export function generalName(host: string): GeneralName {
  if (isIP(host) !== 0) return { kind: 'ip', content: addressBytes(host) };
  const content = Buffer.from(host);
  if (/^[^@\s]+@[^@\s]+$/.test(host)) return { kind: 'email', content };
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(host)) return { kind: 'url', content };
  return { kind: 'dns', content };
}

export const writeGeneralNames = (names: readonly GeneralName[]): Buffer =>
  sequence(...names.map(({ kind, content }) => retagged(kinds[kind], content)));

/** The names of an extension. Those of other kinds are passed over. Throws DerError. */
export function readGeneralNames(value: Uint8Array): readonly GeneralName[] {
  const list = new DerReader(value).inside(tag.sequence);
  const names: GeneralName[] = [];
  while (!list.empty) {
    const element = list.any();
    for (const kind of ['email', 'dns', 'url', 'ip'] as const)
      if (contextTag(kinds[kind]) === element.tag) names.push({ kind, content: element.content });
  }
  return names;
}

function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = withoutDots(address).split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const between = tail === undefined ? 0 : 8 - before.length - after.length;
  const all = [...before, ...Array<string>(between).fill('0'), ...after];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}

/** The last four bytes of an IPv6 address may be written as an IPv4 address; a zone is of this machine alone. */
function withoutDots(address: string): string {
  return address
    .replace(/%.*$/, '')
    .replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a: string, b: string, c: string, d: string) => {
      const pair = (high: string, low: string): string =>
        (Number(high) * 256 + Number(low)).toString(16);
      return `${pair(a, b)}:${pair(c, d)}`;
    });
}
