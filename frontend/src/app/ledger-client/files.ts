import { inject, Injectable } from '@angular/core';
import { HttpErrorResponse, HttpXsrfTokenExtractor } from '@angular/common/http';
import { API } from './address';
import { type Outcome, problemOf } from './problem';

/** A file that the server holds. */
export interface StoredFile {
  readonly sha256: string;
  readonly bytes: number;
  readonly name: string;
}

/** Where the content of a stored file is read. */
export function fileAddress(sha256: string): string {
  return `${API}/files/${sha256}`;
}

/** Sending files. XMLHttpRequest, since fetch does not tell how much has been sent. */
@Injectable({ providedIn: 'root' })
export class Files {
  private readonly xsrf = inject(HttpXsrfTokenExtractor);

  /** Sends a file as it is; `sent` is told the share that has gone, 0 to 1. */
  upload(file: File, sent: (share: number) => void): Promise<Outcome<StoredFile>> {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open('POST', `${API}/files?name=${encodeURIComponent(file.name)}`);
      request.setRequestHeader('Content-Type', 'application/octet-stream');
      request.setRequestHeader('X-XSRF-TOKEN', this.xsrf.getToken() ?? '');
      request.upload.onprogress = ({ loaded, total }) => sent(total > 0 ? loaded / total : 0);
      request.onload = () => resolve(outcomeOf(request));
      request.onerror = () => resolve(outcomeOf(request));
      request.send(file);
    });
  }
}

function outcomeOf(request: XMLHttpRequest): Outcome<StoredFile> {
  if (request.status >= 200 && request.status < 300)
    return { ok: true, value: JSON.parse(request.responseText) as StoredFile };
  const error = new HttpErrorResponse({ status: request.status, error: request.responseText });
  return { ok: false, problem: problemOf(error) };
}
