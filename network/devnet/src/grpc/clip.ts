/** Room for one text of a failed call. It travels in the trailer of the call, and one that is too large ends the connection. */
export const MAX_TEXT = 3_000;

/** A text, cut to so many bytes of UTF-8 and marked where it was longer: what clients sent may stand in it. */
export function clip(text: string, limit = MAX_TEXT): string {
  if (text.length * 3 <= limit) return text;
  const bytes = Buffer.from(text);
  if (bytes.length <= limit) return text;
  // The cut may go through a character: the half that is left is no character.
  return `${bytes
    .subarray(0, limit)
    .toString()
    .replace(/\ufffd$/, '')}…`;
}
