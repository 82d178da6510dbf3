import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { reasonOf } from '@argosy/protocol/reason';
import { OperatorError } from '../operator-error.js';
import { checkTopology } from './check.js';
import type { Mistake } from './check.js';
import { topologySchema } from './schema.js';
import type { Topology } from './schema.js';

/** Read a network description. Refuses, naming file and line, what is malformed or cannot work. */
export function readTopology(file: string): Topology {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (failure) {
    throw new OperatorError({
      what: `Cannot read the network description ${file}`,
      why: reasonOf(failure) + '.',
      fix: 'Name an existing file.',
    });
  }
  return parseTopology(text, resolve(file));
}

export function parseTopology(text: string, file: string): Topology {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const syntax = document.errors[0];
  if (syntax !== undefined) {
    const line = lines.linePos(syntax.pos[0]).line;
    throw refusal(file, [`line ${line}: ${syntax.message.split('\n')[0] ?? syntax.message}`]);
  }
  const parsed = topologySchema.safeParse(document.toJS());
  const mistakes: readonly Mistake[] = parsed.success
    ? checkTopology(parsed.data)
    : parsed.error.issues;
  if (parsed.success && mistakes.length === 0) return parsed.data;
  throw refusal(
    file,
    mistakes.map(
      ({ path, message }) => `line ${lineOf(document, lines, path)}: ${place(path)}${message}`,
    ),
  );
}

const place = (path: readonly PropertyKey[]): string =>
  path.length === 0 ? '' : `${path.map(String).join('.')}: `;

/** The line of the innermost part of the path that exists in the file. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true);
    const start = rangeStart(node);
    if (start !== undefined) return lines.linePos(start).line;
  }
  return 1;
}

function rangeStart(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node)) return undefined;
  const { range } = node;
  const start: unknown = Array.isArray(range) ? range[0] : undefined;
  return typeof start === 'number' ? start : undefined;
}

function refusal(file: string, mistakes: readonly string[]): OperatorError {
  return new OperatorError({
    what: `The network description ${file} cannot be used`,
    why: mistakes.join('; ') + '.',
    fix: 'Correct the file and start again.',
  });
}
