import type { IncomingMessage } from 'node:http';
import { reasonOf } from '@argosy/protocol/reason';
import { readBody } from '../http/body.js';
import { boundaryOf, readForm, type FormPart } from '../http/multipart.js';

/** A request that is answered with a status and a reason. */
export class HttpRefused extends Error {
  override readonly name = 'HttpRefused';

  constructor(
    readonly status: number,
    message: string,
    readonly allow?: string,
  ) {
    super(message);
  }
}

/** An orderer's default `ChannelParticipation.MaxRequestBodySize`. */
const MAX_BODY = 1024 * 1024;

/** The content of a form's only part, which must be a file of this name. Throws HttpRefused. */
export async function filePart(request: IncomingMessage, key: string): Promise<Buffer> {
  const parts = await formOf(request);
  const file = parts.find(({ name, isFile }) => isFile && name === key);
  if (file === undefined) throw new HttpRefused(400, `form does not contains part key: ${key}`);
  const others = parts.some(({ name, isFile }) => !isFile || name !== key);
  if (others) throw new HttpRefused(400, 'form contains too many parts');
  return file.content;
}

async function formOf(request: IncomingMessage): Promise<FormPart[]> {
  try {
    const boundary = boundaryOf(request.headers['content-type'] ?? '');
    const body = await readBody(request, MAX_BODY);
    if (boundary === undefined) throw new Error('multipart: boundary is empty');
    return readForm(body, boundary);
  } catch (error) {
    throw new HttpRefused(400, `cannot read form from request body: ${reasonOf(error)}`);
  }
}
