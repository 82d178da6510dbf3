import colours from 'picocolors';
import { elapsed } from '../net/presentation.js';
import { allPrintable } from '../printable.js';
import type { AuditHappening } from './verify-network.js';

/** What happens in an audit, as a person reads it. What it tells may come from anybody: it is shown, and cannot steer the terminal. */
export function auditText(happening: AuditHappening): string {
  const it = allPrintable(happening);
  switch (it.event) {
    case 'auditedChannel':
      return channelLine(it);
    case 'difference':
      return `  ${colours.red('✗')} ${colours.bold(it.channel)} ${it.item}: ${it.sentence}`;
    case 'audited':
      return summaryText(it);
  }
}

function channelLine(it: Extract<AuditHappening, { event: 'auditedChannel' }>): string {
  const differences = it.differences.length;
  const counts = [
    counted(it.blocks, 'block'),
    counted(it.transactions, 'transaction'),
    counted(it.signatures, 'signature'),
    counted(it.documents, 'document'),
    counted(differences, 'difference'),
  ];
  const peers = it.peers.length === 0 ? '' : `, same end at ${counted(it.peers.length, 'peer')}`;
  return `${mark(differences === 0)} audit ${it.channel.padEnd(11)} ${counts.join(', ')}${peers}  ${elapsed(it.milliseconds)}`;
}

function summaryText(it: Extract<AuditHappening, { event: 'audited' }>): string {
  const by = it.auditor === undefined ? 'Audit of the stored blocks' : `Audit by ${it.auditor}`;
  const rate = Math.round((it.transactions / Math.max(1, it.milliseconds)) * 1_000);
  const counts = [
    counted(it.blocks, 'block'),
    counted(it.transactions, 'transaction'),
    counted(it.signatures, 'signature'),
    `${counted(it.statements, 'statement')} between channels`,
    counted(it.differences, 'difference'),
  ];
  const lines = [
    `${mark(it.differences === 0)} ${by}, from block 0: ${counts.join(', ')}  ${elapsed(it.milliseconds)} ${colours.dim(`(${rate} transactions/s)`)}`,
    ...it.notCompared.map((one) => `  ${colours.yellow('!')} not compared: ${one}`),
  ];
  return lines.join('\n');
}

const mark = (good: boolean): string => (good ? colours.green('✓') : colours.red('✗'));
const counted = (count: number, what: string): string =>
  `${count} ${what}${count === 1 ? '' : 's'}`;
