import type {
  CollectionEffect,
  EndorsementSeen,
  Explanation,
  KeyMetadata,
  KeyRead,
  NamespaceEffect,
  Party,
  PolicyAsked,
  RangeRead,
} from '@argosy/ledger/explain/explanation';
import type { Trace } from '@argosy/ledger/replay/trace';
import { validationCodeName } from '@argosy/protocol/validation-code';
import colours from 'picocolors';
import { allPrintable, printable } from './printable.js';

/** A trace as a person reads it. What it tells comes from whoever made the transaction: it is shown, and cannot steer the terminal. */
export function traceText(trace: Trace): string {
  const { explanation: it, ordered, label, recordedCode } = allPrintable(trace);
  const differs = recordedCode !== undefined && recordedCode !== it.code;
  return [
    ...heading(it),
    ...(label === undefined ? [] : [row('made to be', label)]),
    ...(differs ? [row('recorded', colours.red(validationCodeName(recordedCode)))] : []),
    '',
    ...section(it.valid ? 'Read and written' : 'Read and would have written', effects(it)),
    ...section('Configuration', configurationLines(it)),
    ...section('Endorsed by', it.endorsements.map(signatureText)),
    ...section('Policies asked', it.policies.flatMap(policyLines)),
    ...section('Block signed by', ordered.signatures.map(signatureText)),
  ]
    .join('\n')
    .trimEnd();
}

function heading(it: Explanation): string[] {
  const verdict = it.valid ? colours.green(it.name) : colours.red(it.name);
  return [
    `${mark(it.valid)} ${colours.bold(verdict)}  ${it.sentence}`,
    ...(it.reason === '' ? [] : [row('because', it.reason)]),
    ...(it.valid ? [] : [row('rule', it.rule)]),
    row('transaction', it.txId === '' ? '(no id)' : it.txId),
    row('place', `block ${it.block}, position ${it.index}, channel ${it.channel}`),
    row('kind', it.chaincode === undefined ? it.type : `${it.type} of ${it.chaincode}`),
    ...(it.event === undefined ? [] : [row('event', it.event)]),
    ...(it.time === undefined ? [] : [row('time', `${it.time} (as the client says)`)]),
    ...(it.creator === undefined ? [] : [row('created by', partyText(it.creator))]),
  ];
}

const signatureText = ({ by, signature }: EndorsementSeen): string =>
  `${mark(signature === 'holds')} ${partyText(by)}, signature ${signature}`;

const mark = (good: boolean): string => (good ? colours.green('✓') : colours.red('✗'));
const row = (name: string, text: string): string => `  ${colours.dim(name.padEnd(12))} ${text}`;

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [colours.bold(title), ...lines.map((line) => `  ${line}`), ''];

function partyText({ mspId, subject, role, serial, problem }: Party): string {
  const parts = [
    colours.bold(mspId === '' ? 'somebody' : mspId),
    role,
    subject,
    serial === undefined ? undefined : `serial ${serial}`,
    problem === undefined ? undefined : colours.yellow(`(${problem})`),
  ];
  return parts.filter((it) => it !== undefined).join(' ');
}

function policyLines({
  of,
  namespace,
  collection,
  key,
  policy,
  met,
  reason,
}: PolicyAsked): string[] {
  const place = [namespace, collection, key].filter((it) => it !== undefined).map(quoted);
  const refusal = reason === undefined ? '' : `: ${reason}`;
  return [
    `${mark(met)} ${of} ${place.join(' ')} ${met ? 'is met' : `is not met${refusal}`}`,
    `  asks for ${policy}`,
  ];
}

function configurationLines({ configuration }: Explanation): string[] {
  if (configuration === undefined) return [];
  const { sequence, changes, signers } = configuration;
  return [
    `number ${sequence} of the channel`,
    ...changes.map(({ kind, path, policy }) =>
      policy === undefined ? `changes ${kind} ${path}` : `changes policy ${path}: ${policy}`,
    ),
    ...signers.map((party) => `signed by ${partyText(party)}`),
  ];
}

const effects = ({ namespaces }: Explanation): string[] => namespaces.flatMap(namespaceLines);

function namespaceLines(effect: NamespaceEffect): string[] {
  const { namespace, reads, ranges, writes, policies, collections } = effect;
  const lines = [
    ...reads.map((read) => `read    ${readText(read)}`),
    ...ranges.flatMap(rangeLines),
    ...writes.map(({ key, isDelete, value }) =>
      isDelete ? `delete  ${quoted(key)}` : `write   ${quoted(key)} = ${valueText(value)}`,
    ),
    ...policies.map(metadataText),
    ...collections.flatMap(collectionLines),
  ];
  return [colours.cyan(namespace), ...lines.map((line) => `  ${line}`)];
}

function collectionLines({ collection, reads, writes, policies }: CollectionEffect): string[] {
  const lines = [
    ...reads.map((read) => `read    ${readText(read)}`),
    ...writes.map(({ key, isDelete, isPurge, valueHash }) => {
      if (isPurge) return `purge   ${key}`;
      return isDelete ? `delete  ${key}` : `write   ${key} = hash ${valueHash}`;
    }),
    ...policies.map(metadataText),
  ];
  const title = `${colours.cyan(collection)} (private: keys and values are known by hash only)`;
  return [title, ...lines.map((line) => `  ${line}`)];
}

const readText = ({ key, version }: KeyRead): string =>
  `${quoted(key)} ${version === undefined ? '(no such key)' : `at block ${version.blockNum} transaction ${version.txNum}`}`;

function rangeLines({ start, end, exhausted, results }: RangeRead): string[] {
  const bounds = `from ${quoted(start)} to ${end === '' ? 'the end' : quoted(end)}`;
  const extent = exhausted ? '' : ', not read further';
  if (results === 'summarised') return [`range   ${bounds}${extent}: many, known by hash`];
  const found = results.map((read) => `        ${readText(read)}`);
  return [`range   ${bounds}${extent}: ${results.length} found`, ...found];
}

function metadataText({ key, entries }: KeyMetadata): string {
  if (entries.length === 0) return `policy  ${quoted(key)}: none any more`;
  const texts = entries.map(({ name, text }) =>
    name === 'VALIDATION_PARAMETER' ? text : `${name} = ${text}`,
  );
  return `policy  ${quoted(key)}: ${texts.join(', ')}`;
}

const SHOWN_CHARACTERS = 120;

function quoted(text: string): string {
  const shown = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
  return `"${shown.replaceAll('"', '\\"')}"`;
}

/** A value as text where it is text, else in base64; only the beginning of a long one. */
function valueText(base64: string): string {
  const bytes = Buffer.from(base64, 'base64');
  const text = bytes.toString();
  const isText = Buffer.from(text).equals(bytes) && printable(text) === text;
  if (isText) return quoted(text);
  if (base64.length <= SHOWN_CHARACTERS) return `base64 ${base64}`;
  return `base64 ${base64.slice(0, SHOWN_CHARACTERS)}… (${bytes.length} bytes)`;
}
