import { inject } from '@angular/core';
import { type CanActivateChildFn, Router } from '@angular/router';
import { Session } from '../ledger-client/session';

/** Lets those who are signed in through; others sign in first and come back to where they wanted to go. */
export const onlySignedIn: CanActivateChildFn = async ({ routeConfig }, state) => {
  const router = inject(Router);
  // The page is fetched while the server is asked who this is; the router waits for it later, and says if it cannot be had.
  void Promise.resolve(routeConfig?.loadComponent?.()).catch(() => undefined);
  const known = await inject(Session).known();
  return known || router.createUrlTree(['/sign-in'], { queryParams: { then: state.url } });
};
