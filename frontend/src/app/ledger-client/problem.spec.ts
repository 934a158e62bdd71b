import { HttpErrorResponse } from '@angular/common/http';
import { problemOf } from './problem';

describe('What went wrong with a request', () => {
  it('is what the server says, when it says it', () => {
    const error = { code: 'NOT_FOUND', detail: 'There is no specimen 7.' };
    expect(problemOf(new HttpErrorResponse({ status: 404, error }))).toMatchObject({
      status: 404,
      ...error,
      errors: [],
    });
  });
  it('is that nobody answers, when the network or the server is gone', () => {
    const error = new ProgressEvent('error');
    expect(problemOf(new HttpErrorResponse({ status: 0, error }))).toMatchObject({ status: 0, code: 'UNREACHABLE' });
  });
  it('is that nobody answers, when a proxy does in its stead', () => {
    const error = '<html>Bad gateway</html>';
    expect(problemOf(new HttpErrorResponse({ status: 502, error }))).toMatchObject({
      status: 502,
      code: 'UNREACHABLE',
    });
  });
});
