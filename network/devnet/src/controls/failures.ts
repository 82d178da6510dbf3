import { z } from 'zod';
import { reasonOf } from '@argosy/protocol/reason';
import { BodyTooLarge } from '../http/body.js';
import { DumpRefused } from '../snapshots/dump.js';
import { SnapshotRefused } from '../snapshots/snapshots.js';
import { ClockRefused } from './clock.js';
import { ControlRefused, type RefusalParts, type RefusalReason } from './refusal.js';

/** A refused control, as its client is told. */
export interface Failure extends RefusalParts {
  readonly status: number;
  readonly error: string;
}

const statusOf: Readonly<Record<RefusalReason, number>> = {
  unknown: 404,
  wrong: 400,
  'not now': 409,
  'not allowed': 401,
};

/** What a client is told of an error: what, why, and what to do. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ControlRefused)
    return { status: statusOf[error.reason], error: error.message, ...error.parts };
  if (error instanceof z.ZodError) return malformed(error);
  if (error instanceof BodyTooLarge)
    return {
      status: 413,
      error: error.message,
      advice: 'send less at once, such as fewer transaction ids',
    };
  if (error instanceof ClockRefused)
    return { status: 409, error: error.message, advice: 'move the clock forward only' };
  if (error instanceof SnapshotRefused || error instanceof DumpRefused)
    return { status: 409, error: error.message, advice: 'nothing has changed' };
  return {
    status: 500,
    error: reasonOf(error),
    advice: "read the network's log: this is not the request's fault",
  };
}

/** The first field at fault; the others are found when it is mended. */
function malformed({ issues: [issue] }: z.ZodError): Failure {
  const field = issue === undefined || issue.path.length === 0 ? 'body' : pathOf(issue.path);
  const rule = issue?.message ?? 'must be what the control takes';
  return {
    status: 400,
    error: `${field}: ${rule}`,
    field,
    rule,
    advice: 'ask GET /v1 for what each control takes',
  };
}

const pathOf = (path: readonly PropertyKey[]): string =>
  path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${String(part)}`,
    )
    .join('');
