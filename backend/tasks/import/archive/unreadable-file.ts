/** The file as a whole cannot be imported, and nothing of it was: `code` is stable, `message` says what is wrong and what to do. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
