import type { Json } from './canonical-json.js';

/** The JSON objects that occur in a text, outermost only, from left to right. */
export function* jsonObjectsIn(text: string): Generator<Readonly<Record<string, Json>>> {
  let from = text.indexOf('{');
  while (from !== -1) {
    const end = endOfObject(text, from);
    const object = end === undefined ? undefined : parseObject(text.slice(from, end));
    if (object !== undefined) yield object;
    from = text.indexOf('{', object === undefined || end === undefined ? from + 1 : end);
  }
}

/** The index after the brace that closes the one at `from`, leaving braces in strings alone. */
function endOfObject(text: string, from: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (inString) {
      if (character === '\\') at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{') depth += 1;
    else if (character === '}' && (depth -= 1) === 0) return at + 1;
  }
  return undefined;
}

function parseObject(text: string): Readonly<Record<string, Json>> | undefined {
  try {
    // The text starts with a brace, so what parses is an object.
    return JSON.parse(text) as Readonly<Record<string, Json>>;
  } catch {
    return undefined;
  }
}
