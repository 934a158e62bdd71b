import type { CliCommand } from './command.js';
import { accountCommand } from './commands/account.js';
import { backupCommand } from './commands/backup.js';
import { cancelCommand } from './commands/cancel.js';
import { exportCommand } from './commands/export.js';
import { exportEventsCommand } from './commands/export-events.js';
import { importCommand } from './commands/import.js';
import { importsCommand } from './commands/imports.js';
import { migrateCommand } from './commands/migrate.js';
import { rebuildCommand } from './commands/rebuild.js';
import { restoreCommand } from './commands/restore.js';
import { searchCommand } from './commands/search.js';
import { showCommand } from './commands/show.js';
import { undoCommand } from './commands/undo.js';
import { verifyCommand } from './commands/verify.js';

/** Every command, in the order of the help. */
export const COMMANDS: readonly CliCommand[] = [
  importCommand,
  importsCommand,
  cancelCommand,
  undoCommand,
  searchCommand,
  showCommand,
  exportCommand,
  exportEventsCommand,
  verifyCommand,
  rebuildCommand,
  backupCommand,
  restoreCommand,
  migrateCommand,
  accountCommand,
];
