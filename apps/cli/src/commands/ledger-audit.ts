import { auditText } from '../audit/audit-output.js';
import { verifyNetwork } from '../audit/verify-network.js';
import type { AuditHappening, NetworkAudit } from '../audit/verify-network.js';
import { tellFailure } from '../failure.js';
import { findRunning } from '../net/running.js';
import { fromCaller } from '../places.js';

export type AuditFlags = { readonly channel?: readonly string[]; readonly json?: boolean };

export const auditExitCode = { clean: 0, differences: 1, badInput: 2, incomplete: 6 } as const;

/** Re-verify the network of a run folder from the first block of each channel on. Answers the exit code. */
export async function auditLedger(path: string, flags: AuditFlags): Promise<number> {
  const tell = (happening: AuditHappening): void => {
    const text = flags.json === true ? JSON.stringify(happening) : auditText(happening);
    process.stdout.write(`${text}\n`);
  };
  try {
    const home = fromCaller(path, process.env);
    const isUp = (await findRunning(home)).by !== 'nobody';
    const channels = flags.channel === undefined ? {} : { channels: flags.channel };
    return exitCodeOf(await verifyNetwork({ home, isUp, ...channels }, tell));
  } catch (failure) {
    tellFailure(failure);
    return auditExitCode.badInput;
  }
}

/** Blocks of a network that is down are compared with nobody's, and that is no fault of theirs. */
function exitCodeOf({ auditor, differences, notCompared }: NetworkAudit): number {
  if (differences.length > 0) return auditExitCode.differences;
  return auditor !== undefined && notCompared.length > 0
    ? auditExitCode.incomplete
    : auditExitCode.clean;
}
