const V4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** Whether text is an IP address: 4, 6, or 0 for none. */
export function ipVersion(text: string): 0 | 4 | 6 {
  if (V4.test(text)) return 4;
  return isV6(text) ? 6 : 0;
}

/** Eight groups of which one run may be left out, the last two possibly written as of version 4. */
function isV6(text: string): boolean {
  const [before = '', after, ...more] = text.split('::');
  if (more.length > 0) return false;
  const head = groups(before, after === undefined);
  const tail = groups(after ?? '', true);
  if (head === undefined || tail === undefined) return false;
  return after === undefined ? head === 8 : head + tail < 8;
}

function groups(text: string, last: boolean): number | undefined {
  if (text === '') return 0;
  const parts = text.split(':');
  const embedded = last && V4.test(parts.at(-1) ?? '');
  const plain = embedded ? parts.slice(0, -1) : parts;
  if (!plain.every((part) => /^[0-9a-f]{1,4}$/i.test(part))) return undefined;
  return plain.length + (embedded ? 2 : 0);
}
