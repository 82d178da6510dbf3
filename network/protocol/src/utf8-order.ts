/**
 * Order of strings as Fabric sorts keys: by their UTF-8 bytes. JavaScript compares UTF-16 units, which puts characters above
 * U+FFFF before U+E000..U+FFFF; only where a surrogate meets such a character do the two orders differ.
 */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Surrogates rank above all other units: they stand for characters above U+FFFF. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
