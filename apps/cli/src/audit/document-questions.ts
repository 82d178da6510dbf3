import type { DocumentName } from '@argosy/domain/documents';
import { isDocumentName } from '@argosy/domain/documents';
import { canonicalJson } from '@argosy/domain/shared/canonical-json';
import { parseJson } from '@argosy/domain/shared/decode';
import { z } from 'zod';
import type { WrittenRecord } from './found-documents.js';

/** A question to a contract, and what it has to answer. */
export type Question = {
  readonly function: string;
  readonly parts: readonly string[];
  /** What it is about, for a person. */
  readonly document: readonly string[];
  /** The records' texts, in no particular order. */
  readonly expected: readonly string[];
  /** The records' texts in an answer. */
  readonly read: (answer: string) => readonly string[];
};

/** How each kind of document is asked for; undefined where no contract answers. */
const functions: Readonly<Record<DocumentName, string | undefined>> = {
  bill: 'bill:Get',
  possession: 'possession:GetChain',
  amendment: 'amendment:Get',
  credit: 'credit:Get',
  // Read by the contracts alone: what stands there is in the commit hash.
  drawings: undefined,
  presentation: 'presentation:Get',
  examination: 'examination:Get',
  receipt: 'receipt:Get',
  proceeds: 'proceeds:Get',
  decision: 'register:GetDecision',
  roster: 'register:GetRoster',
  declaration: 'declaration:Get',
  licence: 'licence:Get',
  member: 'register:GetMember',
  shipment: 'shipment:Get',
  calendar: 'register:GetCalendar',
  codeList: 'register:GetCodeList',
};

/** The questions that ask for all of these documents, as far as they can be asked for. */
export function questionsFor(documents: readonly WrittenRecord[]): readonly Question[] {
  const chains = Map.groupBy(
    documents.filter(({ kind }) => kind === 'possession'),
    ({ parts }) => canonicalJson(parts.slice(0, 2)),
  );
  const single = documents.flatMap(({ kind, parts, text }) => {
    const name = kind !== 'possession' && isDocumentName(kind) ? functions[kind] : undefined;
    if (name === undefined) return [];
    const asked = kind === 'roster' ? [] : parts;
    return [
      { ...oneRecord, function: name, parts: asked, document: [kind, ...parts], expected: [text] },
    ];
  });
  return [...single, ...[...chains.values()].flatMap(chainQuestion)];
}

const oneRecord = { read: (answer: string): readonly string[] => [answer] };

/** All possessions of one bill. */
function chainQuestion(possessions: readonly WrittenRecord[]): readonly Question[] {
  const parts = possessions[0]?.parts.slice(0, 2);
  const { possession: name } = functions;
  if (parts === undefined || name === undefined) return [];
  const expected = possessions.map(({ text }) => text);
  const document = ['possession', ...parts];
  return [{ function: name, parts, document, expected, read: recordsIn }];
}

const recordsSchema = z.array(z.json());

const recordsIn = (answer: string): readonly string[] =>
  recordsSchema.parse(parseJson(answer)).map((record) => canonicalJson(record));
