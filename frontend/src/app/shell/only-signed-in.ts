import { inject } from '@angular/core';
import { type CanActivateChildFn, Router } from '@angular/router';
import { Session } from '../ledger-client/session';

/** Lets those who are signed in through; others sign in first and come back to where they wanted to go. */
export const onlySignedIn: CanActivateChildFn = async (_route, state) => {
  const router = inject(Router);
  const known = await inject(Session).known();
  return known || router.createUrlTree(['/sign-in'], { queryParams: { then: state.url } });
};
