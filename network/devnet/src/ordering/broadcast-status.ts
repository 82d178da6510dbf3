/** The statuses of `common.Status` that an orderer or a deliver service answers. */
export const answerStatus = {
  SUCCESS: 200,
  BAD_REQUEST: 400,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  SERVICE_UNAVAILABLE: 503,
} as const;

export type StatusName = keyof typeof answerStatus;

/** An orderer's answer to one envelope; `info` is empty on success. */
export interface BroadcastAnswer {
  readonly status: StatusName;
  readonly info: string;
}
