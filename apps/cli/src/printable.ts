/** Control characters, invisible ones and those that turn the direction of writing; line breaks apart. */
const unprintable = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** A text that may come from anybody, so that it cannot steer the terminal or look like another one. */
export const printable = (text: string): string =>
  text.replace(unprintable, (it) => `\\u{${(it.codePointAt(0) ?? 0).toString(16)}}`);

/** The same of every text in a value; line breaks go, too. */
export function allPrintable<T extends object>(value: T): T {
  const copy = structuredClone(value);
  makePrintable(copy);
  return copy;
}

function makePrintable(value: object): void {
  for (const [name, it] of Object.entries(value) as [string, unknown][]) {
    if (typeof it === 'string')
      Object.assign(value, { [name]: printable(it).replaceAll('\n', '\\n') });
    else if (typeof it === 'object' && it !== null) makePrintable(it);
  }
}
