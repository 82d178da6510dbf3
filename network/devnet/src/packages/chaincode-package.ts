import { createHash } from 'node:crypto';
import { reasonOf } from '@argosy/protocol/reason';
import { readTextFields } from '../json/text-fields.js';
import { compress, decompress, type Unfolded } from './gzip.js';
import { BodyFault, readTar, writeTar, type TarEntry } from './tar.js';

/** A chaincode package that was read. */
export interface ChaincodePackage {
  /** `<label>:<hex SHA-256 of its bytes>`. */
  readonly id: string;
  readonly label: string;
  /** What it holds, such as `ccaas`. */
  readonly type: string;
  /** The folded archive of the code. */
  readonly code: Buffer;
}

const METADATA = 'metadata.json';
const CODE = 'code.tar.gz';
const METADATA_TYPE = {
  name: 'persistence.ChaincodePackageMetadata',
  fields: ['type', 'path', 'label'],
};
const LABEL = /^[a-zA-Z0-9][a-zA-Z0-9_.+-]*$/;

/** The id under which a package is installed, approved and run. */
export const packageId = (label: string, bytes: Uint8Array): string =>
  `${label}:${createHash('sha256').update(bytes).digest('hex')}`;

/** Read a package. Throws a peer's words for what is none. */
export async function readPackage(bytes: Uint8Array): Promise<ChaincodePackage> {
  const { code, metadata } = filesOf(await unfolded(bytes));
  if (code === undefined) throw new Error('did not find a code package inside the package');
  if (metadata === undefined)
    throw new Error(`did not find any package metadata (missing ${METADATA})`);
  const label = metadata.get('label') ?? '';
  if (!LABEL.test(label)) {
    throw new Error(
      `invalid label '${label}'. Label must be non-empty, can only consist of alphanumerics, ` +
        "symbols from '.+-_', and can only begin with alphanumerics",
    );
  }
  await requireArchive(code);
  return { id: packageId(label, bytes), label, type: metadata.get('type') ?? '', code };
}

const unfolded = (bytes: Uint8Array): Promise<Unfolded> =>
  decompress(bytes).catch((error: unknown) => {
    throw new Error(`error reading as gzip stream: ${reasonOf(error)}`, { cause: error });
  });

interface Files {
  code?: Buffer;
  metadata?: ReadonlyMap<string, string>;
}

/** The two files that count, the last of each. */
function filesOf(archive: Unfolded): Files {
  const files: Files = {};
  for (const { name, type, body } of entriesOf(archive)) {
    if (type !== '0')
      throw new Error(`tar entry ${name} is not a regular file, type ${type.charCodeAt(0)}`);
    if (name === METADATA) files.metadata = readMetadata(body);
    if (name === CODE) files.code = body;
  }
  return files;
}

function* entriesOf(archive: Unfolded): Generator<TarEntry, void> {
  const entries = readTar(archive);
  for (;;) {
    const next = nextOf(entries);
    if (next.done === true) return;
    yield next.value;
  }
}

function nextOf(entries: Iterator<TarEntry, void>): IteratorResult<TarEntry, void> {
  try {
    return entries.next();
  } catch (error) {
    const why = reasonOf(error);
    const text =
      error instanceof BodyFault
        ? `could not read ${error.entry} from tar: ${why}`
        : `error inspecting next tar header: ${why}`;
    throw new Error(text, { cause: error });
  }
}

function readMetadata(body: Buffer): ReadonlyMap<string, string> {
  try {
    return readTextFields(body, METADATA_TYPE);
  } catch (error) {
    const why = reasonOf(error);
    throw new Error(`could not unmarshal ${METADATA} as json: ${why}`, { cause: error });
  }
}

/** The code is an archive of its own, in which a peer looks for indexes of databases. */
async function requireArchive(code: Buffer): Promise<void> {
  try {
    Array.from(readTar(await decompress(code)));
  } catch (error) {
    const why = reasonOf(error);
    throw new Error(`error retrieving DB artifacts from code package: ${why}`, { cause: error });
  }
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** Make the package of a chaincode that runs as a service. Equal input gives equal bytes on every machine. */
export function servicePackage(
  label: string,
  connection: Readonly<Record<string, unknown>>,
): { readonly bytes: Buffer; readonly id: string; readonly label: string } {
  const code = compress(writeTar([{ name: 'connection.json', body: json(connection) }]));
  const bytes = compress(
    writeTar([
      { name: METADATA, body: json({ type: 'ccaas', label }) },
      { name: CODE, body: code },
    ]),
  );
  return { bytes, label, id: packageId(label, bytes) };
}
