import { commitImport } from '../commit.js';
import { COLLECTION, CURATOR, ImportRoom } from './import-room.js';

/** A process of its own that imports a file and tells each step on a line of standard output, to be killed at any of them. */
const [folder = '', importId = '', sha256 = '', name = ''] = process.argv.slice(2);

async function run(): Promise<void> {
  const room = await ImportRoom.open(folder);
  const file = { name, sha256 };
  const { mapping, options } = await room.preview(file);
  const tell = (what: object): unknown => process.stdout.write(`${JSON.stringify(what)}\n`);
  const watch = { signal: new AbortController().signal, progress: tell };
  const { counts } = await commitImport(
    room.desk,
    { importId, collectionId: COLLECTION, file, mapping, options, actor: CURATOR },
    watch,
  );
  tell({ phase: 'done', counts });
  await room.close(true);
}

void run();
